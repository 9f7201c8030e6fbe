import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Whether an `If-None-Match` header names this entity tag (RFC 9110, weak comparison). */
export function matchesTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header
    .split(',')
    .some((candidate) => candidate.trim().replace(/^W\//, '') === tag || candidate.trim() === '*');
}

/** Answers with `body`, or 304 when the asker has it already: so that a page can ask often. A version stands at the beginning of the tag. */
export async function sendTagged<Body>(
  request: FastifyRequest,
  reply: FastifyReply,
  body: Body,
  version?: string,
): Promise<Body> {
  const hash = createHash('sha256').update(JSON.stringify(body)).digest('base64url').slice(0, 22);
  const tag = `"${version === undefined ? hash : `${version}.${hash}`}"`;
  void reply.header('etag', tag).header('cache-control', 'private, no-cache');
  if (!matchesTag(request.headers['if-none-match'], tag)) return body;
  return await reply.code(304).send();
}

/**
 * The version that an `If-Match` header asks for: it names one entity tag that begins with a version, `"v3"` or `"v3.…"`.
 *
 * @returns null when it is missing or names none
 */
export function readVersion(header: string | undefined): number | null {
  const found = /^\s*"v(\d{1,9})(?:\.[A-Za-z0-9_-]*)?"\s*$/.exec(header ?? '');
  return found === null ? null : Number(found[1]);
}
