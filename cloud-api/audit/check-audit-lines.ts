import { z } from 'zod';
import { toCanonicalJson } from '../ingest/canonical-json.js';
import { AuditLine, GENESIS_HASH } from './audit-entry.js';
import { hashAuditEntry } from './hash-audit-entry.js';

/** What can be wrong with a line of an exported log. */
export type AuditFault =
  | 'audit.not-a-line'
  | 'audit.not-canonical'
  | 'audit.hash-wrong'
  | 'audit.link-broken'
  | 'audit.number-wrong'
  | 'audit.head-wrong';

/** What was found in an exported log. */
export type AuditReport =
  | {
      readonly outcome: 'right';
      readonly entries: number;
      /** Number of the first and the last entry; 0 in an empty log. */
      readonly first: number;
      readonly last: number;
      /** Hash of the last entry. */
      readonly headHash: string;
    }
  | {
      readonly outcome: 'wrong';
      /** The first line that is wrong, from 1. */
      readonly line: number;
      readonly code: AuditFault;
      readonly detail: string;
    };

interface Place {
  readonly number: number;
  readonly hash: string;
}

function checkLine(text: string, before: Place | null): { code: AuditFault; detail: string } | Place {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { code: 'audit.not-a-line', detail: 'it is no JSON' };
  }
  const read = AuditLine.safeParse(json);
  if (!read.success)
    return { code: 'audit.not-a-line', detail: z.prettifyError(read.error).replaceAll('\n', ' ').slice(0, 300) };
  const { entry, hash } = read.data;
  if (toCanonicalJson(read.data).toString() !== text)
    return { code: 'audit.not-canonical', detail: 'its bytes are not canonical JSON (RFC 8785): it was written anew' };
  const computed = hashAuditEntry(entry);
  if (computed !== hash)
    return {
      code: 'audit.hash-wrong',
      detail: `entry ${entry.number} hashes to ${computed}, and ${hash} stands there`,
    };
  const isFirst = before === null;
  if (!isFirst && entry.number !== before.number + 1)
    return { code: 'audit.number-wrong', detail: `entry ${entry.number} follows entry ${before.number}` };
  const expected = before?.hash ?? (entry.number === 1 ? GENESIS_HASH : entry.previousHash);
  if (entry.previousHash !== expected)
    return {
      code: 'audit.link-broken',
      detail: `entry ${entry.number} names ${entry.previousHash} as the one before it, which is ${expected}`,
    };
  return { number: entry.number, hash };
}

/**
 * Checks exported lines one after the other and names the first that is wrong. A log may begin anywhere: what came before its first line is
 * not judged. Only `head`, the hash of the last entry as it was kept elsewhere, shows that nothing is missing at the end.
 */
export async function checkAuditLines(
  lines: AsyncIterable<string> | Iterable<string>,
  head: string | null,
): Promise<AuditReport> {
  let first = 0;
  let line = 0;
  let before: Place | null = null;
  let hasHead = false;
  for await (const text of lines) {
    line += 1;
    const checked = checkLine(text, before);
    if ('code' in checked) return { outcome: 'wrong', line, ...checked };
    before = checked;
    if (line === 1) first = before.number;
    hasHead ||= before.hash === head;
  }
  const headHash = before?.hash ?? GENESIS_HASH;
  if (head !== null && !hasHead && head !== headHash)
    return {
      outcome: 'wrong',
      line: line + 1,
      code: 'audit.head-wrong',
      detail: `no entry has the hash ${head}: entries are missing at the end, or the log was written anew`,
    };
  return { outcome: 'right', entries: line, first, last: before?.number ?? 0, headHash };
}
