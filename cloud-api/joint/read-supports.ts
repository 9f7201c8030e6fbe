import { sql, type Selectable } from 'kysely';
import { cutPage } from '../cases/cursor.js';
import type { CaseScope } from '../cases/list-cases.js';
import type { CaseSupportsTable } from '../database/joint-tables.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { CaseSupport, SupportPage, SupportState } from './support.js';

/** Supports that a case shows, at most; the latest. */
const MOST_OF_CASE = 200;

async function tell(
  database: CloudDatabase,
  rows: readonly Selectable<CaseSupportsTable>[],
  nowMs: number,
): Promise<CaseSupport[]> {
  const ids = rows.map((row) => row.support_id);
  const opinions =
    ids.length === 0
      ? []
      : await database
          .selectFrom('support_opinions')
          .selectAll()
          .where('support_id', 'in', ids)
          .orderBy('opinion_number')
          .execute();
  return rows.map((row) => ({
    supportId: row.support_id,
    caseId: row.case_id,
    bureauId: row.bureau_id,
    leadBureauId: row.lead_bureau_id,
    state: row.state,
    version: row.version,
    question: row.question,
    answer: row.answer,
    invitedAtMs: row.invited_at_ms,
    endedAtMs: row.ended_at_ms,
    deadline: row.clock === null || row.due_at_ms === null ? null : { clock: row.clock, dueAtMs: row.due_at_ms },
    isOverdue: row.due_at_ms !== null && row.due_at_ms < nowMs,
    opinions: opinions
      .filter((one) => one.support_id === row.support_id)
      .map((one) => ({
        kind: one.kind,
        words: one.words,
        atMs: one.at_ms,
        accountId: one.account_id,
        displayName: one.display_name,
      })),
  }));
}

/** The supports of a case, first to last. */
export async function readSupports(database: CloudDatabase, caseId: string, nowMs: number): Promise<CaseSupport[]> {
  const rows = await database
    .selectFrom('case_supports')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('support_id', 'desc')
    .limit(MOST_OF_CASE)
    .execute();
  return await tell(database, rows.reverse(), nowMs);
}

/** One support; null when there is none with this ID. */
export async function readSupport(
  database: CloudDatabase,
  supportId: number,
  nowMs: number,
): Promise<CaseSupport | null> {
  const rows = await database.selectFrom('case_supports').selectAll().where('support_id', '=', supportId).execute();
  return (await tell(database, rows, nowMs))[0] ?? null;
}

/** A page of supports that a bureau gives or asked for, newest first: those below `before`, at most `limit`. */
export async function listSupports(
  database: CloudDatabase,
  page: {
    readonly limit: number;
    readonly before: number | null;
    readonly state: SupportState | undefined;
    readonly scope: CaseScope;
    readonly nowMs: number;
  },
): Promise<SupportPage> {
  const { limit, before, state, scope, nowMs } = page;
  const { bureauId, areaIds } = scope;
  let query = database
    .selectFrom('case_supports')
    .innerJoin('cases', 'cases.case_id', 'case_supports.case_id')
    .selectAll('case_supports')
    .select(['cases.matter', 'cases.place_name', 'cases.severity', 'cases.state as case_state']);
  if (state !== undefined) query = query.where('case_supports.state', '=', state);
  if (before !== null) query = query.where('support_id', '<', before);
  if (bureauId !== null)
    query = query.where((or) =>
      or.or([or('case_supports.bureau_id', '=', bureauId), or('lead_bureau_id', '=', bureauId)]),
    );
  if (areaIds !== null) query = query.where(sql<boolean>`cases.area_id = any(${[...areaIds]}::text[])`);
  const rows = await query
    .orderBy('support_id', 'desc')
    .limit(limit + 1)
    .execute();
  const { shown, nextCursor } = cutPage(rows, limit, (row) => row.support_id);
  const supports = await tell(database, shown, nowMs);
  return {
    supports: supports.flatMap((support, index) => {
      const row = shown[index];
      if (row === undefined) return [];
      const { matter, place_name: placeName, severity, case_state: caseState } = row;
      return [{ ...support, matter, placeName, severity, caseState }];
    }),
    nextCursor,
  };
}
