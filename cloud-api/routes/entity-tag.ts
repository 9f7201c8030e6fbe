import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ProblemError } from '../errors/problem-error.js';

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
 * @param what it is a version of, for the words of the error
 * @throws ProblemError `request.version-needed` when it is missing or names none
 */
export function readVersion(header: string | undefined, what: string): number {
  const found = /^\s*"v(\d{1,9})(?:\.[A-Za-z0-9_-]*)?"\s*$/.exec(header ?? '');
  if (found === null) throw new ProblemError('request.version-needed', `If-Match names no version of ${what}`);
  return Number(found[1]);
}
