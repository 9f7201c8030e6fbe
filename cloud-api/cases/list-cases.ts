import { CaseState, Matter, type CasePage, type CaseSummary } from '@lamppost/contracts';
import { sql, type RawBuilder, type Selectable, type SelectQueryBuilder } from 'kysely';
import { z } from 'zod';
import type { CloudDatabase } from '../database/open-database.js';
import type { CasesTable, CloudTables } from '../database/schema.js';
import { encodePosition, type Position } from './cursor.js';
import { OPEN_STATES } from './life/steps.js';

/** What a list of cases is filtered by, as it stands in a query. */
export const CaseFilter = z.strictObject({
  matter: Matter.optional(),
  /** `open`: all in which somebody has something to do. `to-do`: of these those in which the asker has, for they were not passed on to another. */
  state: z.union([CaseState, z.enum(['open', 'to-do'])]).optional(),
  /** `none`: no patrol was sent, or it was called back. */
  dispatch: z.literal('none').optional(),
  bureauId: z.string().min(1).max(64).optional(),
  minSeverity: z.coerce.number().int().min(1).max(5).optional(),
  /** Cases that are due before this moment. */
  dueBeforeMs: z.coerce.number().int().min(0).optional(),
  /** `due`: by deadline, first those that are due first; `severity`: the gravest first, of these the newest first. Both list open cases alone. */
  sort: z.enum(['newest', 'due', 'severity']).default('newest'),
});
export type CaseFilter = z.infer<typeof CaseFilter>;

/** Bureau and areas that somebody is limited to; null: to none. */
export interface CaseScope {
  readonly bureauId: string | null;
  readonly areaIds: readonly string[] | null;
}

/** Rows of bureau and areas, which have both columns: cases or devices. */
export function isInScope({ bureauId, areaIds }: CaseScope): RawBuilder<boolean> {
  const isOfBureau = bureauId === null ? sql<boolean>`true` : sql<boolean>`bureau_id = ${bureauId}`;
  const isOfAreas = areaIds === null ? sql<boolean>`true` : sql<boolean>`area_id = any(${[...areaIds]}::text[])`;
  return sql<boolean>`${isOfBureau} and ${isOfAreas}`;
}

/** Address of a file of a case; a file of another package than the one that opened the case names that package. */
export function fileUrl(caseId: string, name: string, otherDigest?: string): string {
  const address = `/api/v1/cases/${caseId}/files/${encodeURIComponent(name)}`;
  return otherDigest === undefined ? address : `${address}?package=${otherDigest}`;
}

/** A row of the table as the interface shows it. */
export function toCaseSummary(row: Selectable<CasesTable>): CaseSummary {
  return {
    caseId: row.case_id,
    state: row.state,
    version: row.version,
    bureauId: row.bureau_id,
    matter: row.matter,
    matterCode: row.matter_code,
    gatewayId: row.gateway_id,
    sourceId: row.source_id,
    placeName: row.place_name,
    severity: row.severity,
    deadline: row.clock === null || row.due_at_ms === null ? null : { clock: row.clock, dueAtMs: row.due_at_ms },
    repeatCount: row.repeat_count,
    startedAtMs: row.started_at_ms,
    triggeredAtMs: row.triggered_at_ms,
    openedAtMs: row.opened_at_ms,
    pictureUrl: row.picture_name === null ? null : fileUrl(row.case_id, row.picture_name),
  };
}

type CasesQuery = SelectQueryBuilder<CloudTables, 'cases', Selectable<CasesTable>>;

/** Cases in which somebody has something to do, in the very words of the partial indexes: only then they serve. */
export const IS_OPEN = sql<boolean>`state in (${sql.join(OPEN_STATES.map((state) => sql.lit(state)))})`;

/** Open cases in which those of a bureau have something to do. Whoever is of none has passed on what is transferred: it waits for another. */
export function waitsFor({ bureauId }: CaseScope): RawBuilder<boolean> {
  return bureauId === null ? sql<boolean>`${IS_OPEN} and state <> 'transferred'` : IS_OPEN;
}

function filterCases(query: CasesQuery, filter: CaseFilter, scope: CaseScope): CasesQuery {
  const { matter, state, dispatch, bureauId, minSeverity, dueBeforeMs, sort } = filter;
  let filtered = query;
  if (matter !== undefined) filtered = filtered.where('matter', '=', matter);
  if (state === 'open' || sort !== 'newest' || dueBeforeMs !== undefined) filtered = filtered.where(IS_OPEN);
  if (state === 'to-do') filtered = filtered.where(waitsFor(scope));
  else if (state !== undefined && state !== 'open') filtered = filtered.where('state', '=', state);
  // In the very words of the partial index.
  if (dispatch === 'none')
    filtered = filtered.where(
      sql<boolean>`not exists (select 1 from dispatches d where d.case_id = cases.case_id and d.state <> 'withdrawn')`,
    );
  if (bureauId !== undefined) filtered = filtered.where('bureau_id', '=', bureauId);
  if (minSeverity !== undefined) filtered = filtered.where('severity', '>=', minSeverity);
  if (dueBeforeMs !== undefined) filtered = filtered.where('due_at_ms', '<', dueBeforeMs);
  if (sort === 'due') filtered = filtered.where('due_at_ms', 'is not', null);
  return filtered.where(isInScope(scope));
}

function sortCases(query: CasesQuery, sort: CaseFilter['sort'], after: Position | null): CasesQuery {
  switch (sort) {
    case 'newest': {
      const rest = after === null ? query : query.where('case_number', '<', after.before);
      return rest.orderBy('case_number', 'desc');
    }
    case 'due': {
      const rest =
        after === null
          ? query
          : query.where(sql<boolean>`(due_at_ms, case_number) > (${after.key ?? 0}, ${after.before})`);
      return rest.orderBy('due_at_ms').orderBy('case_number');
    }
    case 'severity': {
      const rest =
        after === null
          ? query
          : query.where(sql<boolean>`(severity, case_number) < (${after.key ?? 0}, ${after.before})`);
      return rest.orderBy('severity', 'desc').orderBy('case_number', 'desc');
    }
  }
}

function positionOf(row: Selectable<CasesTable>, sort: CaseFilter['sort']): Position {
  switch (sort) {
    case 'newest':
      return { before: row.case_number };
    case 'due':
      return { before: row.case_number, key: row.due_at_ms ?? 0 };
    case 'severity':
      return { before: row.case_number, key: row.severity };
  }
}

/** The question for a page of cases: at most `limit` of those that come after a place in the list. */
export function casesQuery(
  database: CloudDatabase,
  page: { limit: number; after: Position | null; filter: CaseFilter; scope: CaseScope },
): CasesQuery {
  const { limit, after, filter, scope } = page;
  const filtered = filterCases(database.selectFrom('cases').selectAll(), filter, scope);
  return sortCases(filtered, filter.sort, after).limit(limit);
}

/** A page of cases: at most `limit` of those that come after a place in the list. */
export async function listCases(
  database: CloudDatabase,
  page: { limit: number; after: Position | null; filter: CaseFilter; scope: CaseScope },
): Promise<CasePage> {
  // One more than asked for tells whether there is a next page.
  const rows = await casesQuery(database, { ...page, limit: page.limit + 1 }).execute();
  const shown = rows.slice(0, page.limit);
  const last = shown.at(-1);
  return {
    cases: shown.map(toCaseSummary),
    nextCursor:
      rows.length > page.limit && last !== undefined ? encodePosition(positionOf(last, page.filter.sort)) : null,
  };
}
