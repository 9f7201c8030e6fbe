import { randomBytes } from 'node:crypto';
import { checkTimeStamp } from './check-time-stamp.js';
import type { ReadCertificate } from './certificate-path.js';
import { readTimeStampReply, timeStampQuery } from './time-stamp-query.js';

/** A time-stamping authority (RFC 3161, over HTTP). */
export interface TimeStampAuthority {
  readonly url: string;
  /** Certificates that its own must lead to; null: any is taken. */
  readonly roots: readonly ReadCertificate[] | null;
}

/** What came of asking. */
export type RequestedTimeStamp =
  | { readonly status: 'stamped'; /** Base64 of the token. */ readonly token: string; readonly atMs: number }
  | { readonly status: 'failed'; readonly detail: string };

const PATIENCE_MS = 20_000;
const MAX_REPLY_BYTES = 40_000;
const NONCE_BYTES = 8;

/** DER writes a number in its shortest form, without a sign: the first byte is from 1 to 127. */
function makeNonce(): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  nonce.writeUInt8((nonce.readUInt8(0) & 0x3f) | 0x40, 0);
  return nonce;
}

async function readBody(response: Response): Promise<Buffer | null> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    total += chunk.length;
    if (total > MAX_REPLY_BYTES) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** Has an authority stamp a digest, and checks what it answers. Whatever the network does comes back as a value. */
export async function requestTimeStamp(
  { url, roots }: TimeStampAuthority,
  digest: string,
  signal: AbortSignal,
): Promise<RequestedTimeStamp> {
  const failed = (detail: string): RequestedTimeStamp => ({ status: 'failed', detail });
  const nonce = makeNonce();
  let body: Buffer | null;
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/timestamp-query', accept: 'application/timestamp-reply' },
      body: new Uint8Array(timeStampQuery(digest, nonce)),
      redirect: 'error',
      signal: AbortSignal.any([signal, AbortSignal.timeout(PATIENCE_MS)]),
    });
    if (!response.ok) return failed(`the authority answered ${response.status}`);
    body = await readBody(response);
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : '';
    return failed(`the authority was not reached (${error instanceof Error ? error.message : 'unknown'}${cause})`);
  }
  if (body === null) return failed(`the answer is longer than ${MAX_REPLY_BYTES} bytes`);
  const reply = readTimeStampReply(body);
  if (reply.status === 'refused') return failed(reply.detail);
  const check = checkTimeStamp({ token: reply.token, digest, roots, nonce });
  if (check.status === 'bad') return failed(`the time stamp is not good: ${check.detail}`);
  return { status: 'stamped', token: reply.token.toString('base64'), atMs: check.atMs };
}
