import { EpochMs } from '@lamppost/contracts';
import { z } from 'zod';
import type { CloudDatabase } from '../database/open-database.js';
import { toCanonicalJson } from '../ingest/canonical-json.js';
import { AuditAction, AuditEntry, AuditLine, GENESIS_HASH } from './audit-entry.js';

const EXPORT_BATCH = 1_000;

const id = z.string().min(1).max(200);
const moment = z.coerce.number().pipe(EpochMs);

/** What entries are asked for, as it stands in a query. */
export const AuditFilter = z.strictObject({
  accountId: id.optional().describe('Of whoever did it'),
  subjectId: id.optional().describe('Of a case, an account, a device that it was done to'),
  action: AuditAction.optional(),
  fromMs: moment.optional().describe('Written down from then on, in milliseconds since 1970'),
  toMs: moment.optional().describe('Written down before then'),
});
export type AuditFilter = z.infer<typeof AuditFilter>;

/** A page of the log, newest first; `nextBefore` is null on the last page. */
export const AuditPage = z.object({ lines: z.array(AuditLine), nextBefore: z.int().nullable() });
export type AuditPage = z.infer<typeof AuditPage>;

/** The last entry: kept elsewhere, it shows whether the log was cut off later. */
export const AuditHead = z.object({
  /** Number of the last entry; 0 while there is none. */
  number: z.int(),
  hash: z.string(),
});
export type AuditHead = z.infer<typeof AuditHead>;

function toLine(row: { entry: string; hash: string }): AuditLine {
  return { entry: AuditEntry.parse(JSON.parse(row.entry)), hash: row.hash };
}

function toText(row: { entry: string; hash: string }): string {
  return `${toCanonicalJson({ entry: JSON.parse(row.entry) as unknown, hash: row.hash }).toString()}\n`;
}

/** A page of entries below `before`, the newest first; of one bureau's people alone when it is named. */
export async function listAudit(
  database: CloudDatabase,
  page: {
    readonly limit: number;
    readonly before: number | null;
    readonly filter: AuditFilter;
    readonly bureauId: string | null;
  },
): Promise<AuditPage> {
  const { accountId, subjectId, action, fromMs, toMs } = page.filter;
  let query = database.selectFrom('audit_log').select(['audit_number', 'entry', 'hash']);
  if (page.before !== null) query = query.where('audit_number', '<', page.before);
  if (accountId !== undefined) query = query.where('account_id', '=', accountId);
  if (subjectId !== undefined) query = query.where('subject_id', '=', subjectId);
  if (action !== undefined) query = query.where('action', '=', action);
  if (fromMs !== undefined) query = query.where('at_ms', '>=', fromMs);
  if (toMs !== undefined) query = query.where('at_ms', '<', toMs);
  if (page.bureauId !== null) query = query.where('bureau_id', '=', page.bureauId);
  const rows = await query
    .orderBy('audit_number', 'desc')
    .limit(page.limit + 1)
    .execute();
  const shown = rows.slice(0, page.limit);
  return {
    lines: shown.map(toLine),
    nextBefore: rows.length > page.limit ? (shown.at(-1)?.audit_number ?? null) : null,
  };
}

/** The last entry of the log. */
export async function readAuditHead(database: CloudDatabase): Promise<AuditHead> {
  const row = await database
    .selectFrom('audit_log')
    .select(['audit_number', 'hash'])
    .orderBy('audit_number', 'desc')
    .limit(1)
    .executeTakeFirst();
  return { number: row?.audit_number ?? 0, hash: row?.hash ?? GENESIS_HASH };
}

/** The entries from `first` to `last` as canonical JSON lines, oldest first, in portions of many lines. */
export async function* exportAudit(
  database: CloudDatabase,
  range: { readonly first: number; readonly last: number },
): AsyncGenerator<string> {
  for (let next = range.first; next <= range.last;) {
    const rows = await database
      .selectFrom('audit_log')
      .select(['audit_number', 'entry', 'hash'])
      .where('audit_number', '>=', next)
      .where('audit_number', '<=', range.last)
      .orderBy('audit_number')
      .limit(EXPORT_BATCH)
      .execute();
    const end = rows.at(-1)?.audit_number;
    if (end === undefined) return;
    yield rows.map(toText).join('');
    next = end + 1;
  }
}

/** The entries about one subject as canonical JSON lines, oldest first. They are links of the chain, not the whole of it. */
export async function* exportAuditOf(database: CloudDatabase, subjectId: string): AsyncGenerator<string> {
  for (let after = 0; ;) {
    const rows = await database
      .selectFrom('audit_log')
      .select(['audit_number', 'entry', 'hash'])
      .where('subject_id', '=', subjectId)
      .where('audit_number', '>', after)
      .orderBy('audit_number')
      .limit(EXPORT_BATCH)
      .execute();
    const last = rows.at(-1);
    if (last === undefined) return;
    yield rows.map(toText).join('');
    after = last.audit_number;
  }
}
