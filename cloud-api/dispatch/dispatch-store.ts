import type { Dispatch, DispatchDetail, DispatchPage, DispatchState, DispatchStep, Patrol } from '@lamppost/contracts';
import { sql, type Selectable } from 'kysely';
import { cutPage } from '../cases/cursor.js';
import type { CaseScope } from '../cases/list-cases.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { DispatchStepsTable, DispatchesTable } from '../database/desk-tables.js';

/** Writes a patrol; one with its ID takes the new name, bureau and grids. */
export async function writePatrol(database: CloudDatabase, patrol: Patrol): Promise<void> {
  const row = { name: patrol.name, bureau_id: patrol.bureauId, grids: patrol.grids };
  await database
    .insertInto('patrols')
    .values({ patrol_id: patrol.patrolId, ...row })
    .onConflict((conflict) => conflict.column('patrol_id').doUpdateSet(row))
    .execute();
}

/** Patrols by their IDs, at most `limit` after `afterId`. */
export async function listPatrols(
  database: CloudDatabase,
  page: { afterId: string; limit: number },
): Promise<{ patrols: Patrol[]; nextCursor: string | null }> {
  const rows = await database
    .selectFrom('patrols')
    .selectAll()
    .where('patrol_id', '>', page.afterId)
    .orderBy('patrol_id')
    .limit(page.limit + 1)
    .execute();
  const patrols = rows.slice(0, page.limit).map((row) => ({
    patrolId: row.patrol_id,
    name: row.name,
    bureauId: row.bureau_id,
    grids: row.grids,
  }));
  return { patrols, nextCursor: rows.length > page.limit ? (patrols.at(-1)?.patrolId ?? null) : null };
}

function toDispatch(row: Selectable<DispatchesTable>, nowMs: number): Dispatch {
  return {
    dispatchId: row.dispatch_id,
    caseId: row.case_id,
    patrolId: row.patrol_id,
    grid: row.grid,
    state: row.state,
    version: row.version,
    sentAtMs: row.sent_at_ms,
    dueAtMs: row.due_at_ms,
    isOverdue: row.due_at_ms !== null && row.due_at_ms < nowMs,
    finding: row.finding,
  };
}

function toStep(row: Selectable<DispatchStepsTable>): DispatchStep {
  return {
    version: row.version,
    step: row.step,
    atMs: row.at_ms,
    accountId: row.account_id,
    displayName: row.display_name,
    note: row.note,
    finding: row.finding,
    photos: row.photos,
    requestId: row.request_id,
    client: row.client,
  };
}

/** A dispatch with its steps; null when there is none with this ID. */
export async function readDispatch(
  database: CloudDatabase,
  dispatchId: number,
  nowMs: number,
): Promise<DispatchDetail | null> {
  const row = await database
    .selectFrom('dispatches')
    .selectAll()
    .where('dispatch_id', '=', dispatchId)
    .executeTakeFirst();
  if (row === undefined) return null;
  const steps = await database
    .selectFrom('dispatch_steps')
    .selectAll()
    .where('dispatch_id', '=', dispatchId)
    .orderBy('version')
    .execute();
  return { ...toDispatch(row, nowMs), steps: steps.map(toStep) };
}

/** All dispatches of a case with their steps, first to last. */
export async function readDispatchesOf(
  database: CloudDatabase,
  caseId: string,
  nowMs: number,
): Promise<DispatchDetail[]> {
  const rows = await database
    .selectFrom('dispatches')
    .select('dispatch_id')
    .where('case_id', '=', caseId)
    .orderBy('dispatch_id')
    .execute();
  const found: DispatchDetail[] = [];
  for (const { dispatch_id: dispatchId } of rows) {
    const detail = await readDispatch(database, dispatchId, nowMs);
    if (detail !== null) found.push(detail);
  }
  return found;
}

/** What a list of dispatches is filtered by. */
export interface DispatchFilter {
  readonly caseId?: string | undefined;
  readonly patrolId?: string | undefined;
  readonly grid?: string | undefined;
  readonly state?: DispatchState | undefined;
  /** Those alone that are late. */
  readonly overdue: boolean;
}

/** A page of dispatches, newest first: those below `before`, at most `limit`. */
export async function listDispatches(
  database: CloudDatabase,
  page: { limit: number; before: number | null; filter: DispatchFilter; scope: CaseScope; nowMs: number },
): Promise<DispatchPage> {
  const { limit, before, filter, scope, nowMs } = page;
  const { areaIds } = scope;
  let query = database
    .selectFrom('dispatches')
    .innerJoin('cases', 'cases.case_id', 'dispatches.case_id')
    .innerJoin('patrols', 'patrols.patrol_id', 'dispatches.patrol_id')
    .selectAll('dispatches')
    .select(['cases.matter', 'cases.place_name', 'cases.severity', 'patrols.name as patrol_name']);
  if (filter.caseId !== undefined) query = query.where('dispatches.case_id', '=', filter.caseId);
  if (filter.patrolId !== undefined) query = query.where('dispatches.patrol_id', '=', filter.patrolId);
  if (filter.grid !== undefined) query = query.where('dispatches.grid', '=', filter.grid);
  if (filter.state !== undefined) query = query.where('dispatches.state', '=', filter.state);
  if (filter.overdue) query = query.where('dispatches.due_at_ms', '<', nowMs);
  if (before !== null) query = query.where('dispatch_id', '<', before);
  if (scope.bureauId !== null)
    query = query.where((or) =>
      or.or([or('dispatches.bureau_id', '=', scope.bureauId), or('dispatches.visitor_bureau_id', '=', scope.bureauId)]),
    );
  if (areaIds !== null) query = query.where(sql<boolean>`cases.area_id = any(${[...areaIds]}::text[])`);
  const rows = await query
    .orderBy('dispatch_id', 'desc')
    .limit(limit + 1)
    .execute();
  const { shown, nextCursor } = cutPage(rows, limit, (row) => row.dispatch_id);
  return {
    dispatches: shown.map((row) => ({
      ...toDispatch(row, nowMs),
      patrolName: row.patrol_name,
      matter: row.matter,
      placeName: row.place_name,
      severity: row.severity,
    })),
    nextCursor,
  };
}
