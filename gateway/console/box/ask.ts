import { type Problem, RequestError } from '@lamppost/page-kit';

/** Under it all of the box's interface for this page stands. */
const BASE = '/api/console/v1';

function isProblem(value: unknown): value is Problem {
  return typeof value === 'object' && value !== null && 'code' in value && 'detail' in value;
}

async function problemOf(response: Response): Promise<Problem | null> {
  try {
    const value: unknown = await response.json();
    return isProblem(value) ? value : null;
  } catch {
    return null;
  }
}

/** Address of what a picture or a download is read from. */
export function addressOf(path: string): string {
  return `${BASE}${path}`;
}

/**
 * Asks the box that this page came from. The session is a cookie that the page cannot read. The answer's shape is that of `console-shapes`; a file is
 * sent as it is, anything else as JSON.
 *
 * @throws RequestError where the box refused, or was not reached
 */
export async function ask<Answer = undefined>(
  method: 'GET' | 'POST' | 'PUT' | 'DELETE',
  path: string,
  body?: unknown,
  more: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const isFile = body instanceof Blob;
  let response: Response;
  try {
    response = await fetch(addressOf(path), {
      method,
      credentials: 'same-origin',
      ...(body === undefined ? {} : { body: isFile ? body : JSON.stringify(body) }),
      headers: { ...more, ...(body === undefined || isFile ? {} : { 'content-type': 'application/json' }) },
    });
  } catch {
    throw new RequestError(null, null);
  }
  if (!response.ok) throw new RequestError(await problemOf(response), response.status);
  return (response.status === 204 ? undefined : await response.json()) as Answer;
}
