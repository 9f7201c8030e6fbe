import type { CaseState, DispatchState, DispatchStepRequest } from '@lamppost/contracts';
import { sql, type Transaction } from 'kysely';
import { mayDo } from '../access/actor.js';
import type { Asker } from '../access/asker.js';
import type { AuditLog } from '../audit/audit-log.js';
import { STATES } from '../cases/life/steps.js';
import { lockCase } from '../cases/life/lock-case.js';
import { holderOf, maySee, SEEN_COLUMNS } from '../cases/life/take-step.js';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { CloudTables } from '../database/schema.js';
import { allowedDispatchSteps, DISPATCH_STEPS, dispatchDue, UNDER_WAY } from './dispatch-steps.js';
import { isUnderWay } from './is-under-way.js';
import { settleVisit } from './settle-visit.js';
import { insertDispatch, writeDispatchStep } from './write-dispatch.js';

/** What came of sending a patrol, or of a step with one. */
export type DispatchOutcome =
  | { readonly status: 'done'; readonly dispatchId: number; readonly version: number }
  | { readonly status: 'no-such-case' | 'no-such-dispatch' | 'not-permitted' }
  | { readonly status: 'case-closed'; readonly state: CaseState }
  | { readonly status: 'no-patrol' }
  | { readonly status: 'under-way' }
  | { readonly status: 'changed'; readonly version: number; readonly state: DispatchState }
  | { readonly status: 'not-allowed'; readonly state: DispatchState; readonly allowed: readonly string[] }
  | { readonly status: 'no-photo'; readonly sha256: string };

interface Parts {
  readonly database: CloudDatabase;
  readonly clock: Clock;
  readonly audit: Pick<AuditLog, 'append'>;
}

/** The patrol that is asked for, or of those that go through the grid the one with least to do; null when there is none of the case's bureau. */
async function choosePatrol(
  transaction: Transaction<CloudTables>,
  bureauId: string | null,
  wanted: { patrolId?: string | undefined; grid?: string | undefined },
): Promise<string | null> {
  let query = transaction.selectFrom('patrols').select('patrol_id');
  if (wanted.patrolId !== undefined) query = query.where('patrol_id', '=', wanted.patrolId);
  if (wanted.grid !== undefined) query = query.where(sql<boolean>`${wanted.grid} = any(grids)`);
  if (bureauId !== null) query = query.where(sql<boolean>`coalesce(bureau_id, ${bureauId}) = ${bureauId}`);
  const row = await query
    .orderBy((load) =>
      load
        .selectFrom('dispatches')
        .select(({ fn }) => fn.countAll<number>().as('load'))
        .whereRef('dispatches.patrol_id', '=', 'patrols.patrol_id')
        .where('dispatches.state', 'in', UNDER_WAY),
    )
    .orderBy('patrol_id')
    .limit(1)
    .executeTakeFirst();
  return row?.patrol_id ?? null;
}

/** Sends a patrol to look at a case: the one that is named, or one that goes through the grid. One patrol at a time is under way for a case. */
export async function sendPatrol(
  parts: Parts,
  asker: Asker,
  sent: { caseId: string; patrolId?: string | undefined; grid?: string | undefined; note?: string | undefined },
): Promise<DispatchOutcome> {
  const { caseId, patrolId: wanted, grid, note } = sent;
  const { actor } = asker;
  return await parts.database.transaction().execute<DispatchOutcome>(async (transaction) => {
    // Locked, so that the case is neither closed nor given another patrol meanwhile.
    const row = await lockCase(transaction, actor, caseId);
    if (row === null) return { status: 'no-such-case' };
    if (!mayDo(actor, 'case.dispatch', holderOf(row))) return { status: 'not-permitted' };
    if (!STATES[row.state].isOpen) return { status: 'case-closed', state: row.state };
    if (await isUnderWay(transaction, caseId)) return { status: 'under-way' };
    const patrolId = await choosePatrol(transaction, row.bureau_id, { patrolId: wanted, grid });
    if (patrolId === null) return { status: 'no-patrol' };
    const atMs = parts.clock.nowMs();
    const dispatchId = await insertDispatch(transaction, parts, asker, {
      ...{ row, patrolId, grid: grid ?? null, note, atMs, fromMs: atMs, inspectionId: null, visitorBureauId: null },
    });
    return { status: 'done', dispatchId, version: 1 };
  });
}

/** Takes a step with a dispatch, if the asker saw its present version. */
export async function takeDispatchStep(
  parts: Parts,
  asker: Asker,
  asked: { dispatchId: number; version: number; said: DispatchStepRequest },
): Promise<DispatchOutcome> {
  const { dispatchId, version, said } = asked;
  return await parts.database.transaction().execute<DispatchOutcome>(async (transaction) => {
    const row = await transaction
      .selectFrom('dispatches')
      .selectAll()
      .where('dispatch_id', '=', dispatchId)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined) return { status: 'no-such-dispatch' };
    const ofCase = await transaction
      .selectFrom('cases')
      .select(SEEN_COLUMNS)
      .where('case_id', '=', row.case_id)
      .executeTakeFirstOrThrow();
    if (!maySee(asker.actor, ofCase)) return { status: 'no-such-dispatch' };
    const { permission, to } = DISPATCH_STEPS[said.step];
    const scope = holderOf(ofCase);
    const visitors =
      permission === 'case.verify-on-site' && row.visitor_bureau_id !== null ? [row.visitor_bureau_id] : [];
    if (!mayDo(asker.actor, permission, { ...scope, bureauIds: [...scope.bureauIds, ...visitors] }))
      return { status: 'not-permitted' };
    if (row.version !== version) return { status: 'changed', version: row.version, state: row.state };
    const allowed = allowedDispatchSteps(row.state);
    if (!allowed.includes(said.step)) return { status: 'not-allowed', state: row.state, allowed };
    const report = said.step === 'report' ? said : null;
    const photos = report?.photos ?? [];
    for (const sha256 of photos) {
      const kept = await transaction
        .selectFrom('dispatch_photos')
        .select('sha256')
        .where('dispatch_id', '=', dispatchId)
        .where('sha256', '=', sha256)
        .executeTakeFirst();
      if (kept === undefined) return { status: 'no-photo', sha256 };
    }
    const atMs = parts.clock.nowMs();
    await transaction
      .updateTable('dispatches')
      .set({
        state: to,
        version: version + 1,
        due_at_ms: dispatchDue(to, atMs),
        ...(report === null ? {} : { finding: report.finding }),
      })
      .where('dispatch_id', '=', dispatchId)
      .execute();
    if (dispatchDue(to, atMs) === null) await settleVisit(transaction, row);
    await writeDispatchStep(transaction, parts, asker, {
      dispatchId,
      caseId: row.case_id,
      version: version + 1,
      step: said.step,
      atMs,
      note: said.note,
      finding: report?.finding,
      photos,
    });
    return { status: 'done', dispatchId, version: version + 1 };
  });
}
