import type { CaseDetail, CasePage, Matter } from '@lamppost/contracts';

/** How much the cloud holds. */
export interface Summary {
  readonly cases: { readonly total: number; readonly byMatter: Readonly<Record<Matter, number>> };
  readonly packages: { readonly accepted: number; readonly refused: number; readonly resent: number };
}

/** What was read, with a tag that changes when it does. */
export interface Tagged<Body> {
  readonly body: Body;
  readonly tag: string | null;
}

/** The cloud did not answer with what was asked for. `status` is that of HTTP; 0 when there was no answer. */
export class AnswerError extends Error {
  readonly status: number;

  constructor(status: number) {
    super(`the cloud answered ${status}`);
    this.status = status;
  }
}

async function send(path: string, init?: RequestInit): Promise<Response> {
  const response = await fetch(path, init).catch(() => null);
  if (response?.ok !== true) throw new AnswerError(response?.status ?? 0);
  return response;
}

// The same program on the same server wrote what is read here, so it is trusted; the browser itself sends If-None-Match.
async function read<Body>(path: string): Promise<Tagged<Body>> {
  const response = await send(path);
  return { body: (await response.json()) as Body, tag: response.headers.get('etag') };
}

/** Reads a page of cases, newest first. */
export async function readCases(options: { matter: Matter | null; cursor: string | null }): Promise<Tagged<CasePage>> {
  const query = new URLSearchParams({ limit: '48' });
  if (options.matter !== null) query.set('matter', options.matter);
  if (options.cursor !== null) query.set('cursor', options.cursor);
  return await read(`/api/v1/cases?${query.toString()}`);
}

/** Reads one case. */
export async function readCase(caseId: string): Promise<Tagged<CaseDetail>> {
  return await read(`/api/v1/cases/${encodeURIComponent(caseId)}`);
}

/** Reads the counts. */
export async function readSummary(): Promise<Tagged<Summary>> {
  return await read('/api/v1/summary');
}

/** Signs in; the session is kept in a cookie that this page can't read. */
export async function signIn(accessCode: string): Promise<void> {
  await send('/api/v1/session', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ accessCode }),
  });
}

/** Signs out. */
export async function signOut(): Promise<void> {
  await send('/api/v1/session', { method: 'DELETE' });
}
