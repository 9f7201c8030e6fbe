import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** User name and password. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** A nonce that nobody can guess. */
export function createNonce(): string {
  return randomBytes(16).toString('hex');
}

/** Value of `WWW-Authenticate` that asks for Digest (RFC 2617, 3.2.1), without qop as cameras do it. */
export function digestChallenge(realm: string, nonce: string): string {
  return `Digest realm="${realm}", nonce="${nonce}"`;
}

function md5(text: string): string {
  return createHash('md5').update(text).digest('hex');
}

function parseParameters(header: string): ReadonlyMap<string, string> | null {
  const [, list] = /^digest\s+(.*)$/is.exec(header.trim()) ?? [];
  if (list === undefined) return null;
  const parameters = new Map<string, string>();
  for (const match of list.matchAll(/([a-z]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"]+))/gi)) {
    const [, name = '', quoted, plain] = match;
    parameters.set(name.toLowerCase(), quoted?.replaceAll(/\\(.)/g, '$1') ?? plain ?? '');
  }
  return parameters;
}

/** The `response` that a client must send (RFC 2617, 3.2.2.1; with `qop=auth` where the client chose it). */
export function digestResponse(
  credentials: Credentials,
  asked: {
    readonly realm: string;
    readonly nonce: string;
    readonly method: string;
    readonly uri: string;
    readonly qop?: { readonly nc: string; readonly cnonce: string };
  },
): string {
  const a1 = md5(`${credentials.username}:${asked.realm}:${credentials.password}`);
  const a2 = md5(`${asked.method}:${asked.uri}`);
  const middle = asked.qop === undefined ? asked.nonce : `${asked.nonce}:${asked.qop.nc}:${asked.qop.cnonce}:auth`;
  return md5(`${a1}:${middle}:${a2}`);
}

/** Whether an `Authorization` header answers our challenge for this very request. Anything malformed is simply not an answer. */
export function isAuthorised(
  header: string | undefined,
  credentials: Credentials,
  request: { readonly realm: string; readonly nonce: string; readonly method: string; readonly uri: string },
): boolean {
  const sent = header === undefined ? null : parseParameters(header);
  if (sent === null) return false;
  if (sent.get('nonce') !== request.nonce || sent.get('realm') !== request.realm) return false;
  if (sent.get('uri') !== request.uri || sent.get('username') !== credentials.username) return false;
  const qop = sent.get('qop') === 'auth' ? { nc: sent.get('nc') ?? '', cnonce: sent.get('cnonce') ?? '' } : undefined;
  const expected = digestResponse(credentials, { ...request, ...(qop === undefined ? {} : { qop }) });
  const answer = Buffer.from(sent.get('response') ?? '');
  return answer.length === expected.length && timingSafeEqual(answer, Buffer.from(expected));
}
