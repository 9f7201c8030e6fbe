import type { CaseDetail, CasePage, Matter } from '@lamppost/contracts';
// From its file: a browser loads these programs one by one, unbundled.
import { type CloudProblem, CloudRequestError, createCloudClient, expectDone } from '../client/index.js';

const cloud = createCloudClient();

/** What was read, with a tag that changes when it does. */
export interface Tagged<Body> {
  readonly body: Body;
  readonly tag: string | null;
}

/** How much the cloud holds. */
export type Summary = Awaited<ReturnType<typeof readSummary>>['body'];

/** Why the cloud did not do what it was asked for; null where it did not answer. */
export function problemOf(error: unknown): CloudProblem | null {
  return error instanceof CloudRequestError ? error.problem : null;
}

/** Reads a page of cases, newest first. */
export async function readCases(options: { matter: Matter | null; cursor: string | null }): Promise<Tagged<CasePage>> {
  const { matter, cursor } = options;
  const query = { limit: 48, ...(matter === null ? {} : { matter }), ...(cursor === null ? {} : { cursor }) };
  return expectDone(await cloud.get('/api/v1/cases', { query }));
}

/** Reads one case. */
export async function readCase(caseId: string): Promise<Tagged<CaseDetail>> {
  return expectDone(await cloud.get('/api/v1/cases/{caseId}', { path: { caseId } }));
}

/** Reads the counts. */
export async function readSummary() {
  return expectDone(await cloud.get('/api/v1/summary'));
}

/** Signs in; the session is kept in a cookie that this page can't read. */
export async function signIn(accessCode: string): Promise<void> {
  expectDone(await cloud.post('/api/v1/session', { body: { accessCode } }));
}

/** Signs out. */
export async function signOut(): Promise<void> {
  expectDone(await cloud.delete('/api/v1/session'));
}
