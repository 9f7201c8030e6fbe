import type { CaseState, DispatchState, DispatchStepRequest, SiteFinding } from '@lamppost/contracts';
import { sql, type Transaction } from 'kysely';
import { mayDo, type Actor } from '../access/actor.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { CaseRow } from '../cases/life/apply-step.js';
import { STATES } from '../cases/life/steps.js';
import { maySee, SEEN_COLUMNS } from '../cases/life/take-step.js';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { CloudTables } from '../database/schema.js';
import { allowedDispatchSteps, DISPATCH_STEPS, dispatchDue } from './dispatch-steps.js';

/** Who asks, and from where. */
export interface Asker {
  readonly actor: Actor;
  readonly requestId: string;
  readonly client: string;
}

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

const UNDER_WAY = ['sent', 'taken', 'reported'] as const;

function scopeOf(row: Pick<CaseRow, 'bureau_id' | 'area_id'>) {
  return { bureauIds: row.bureau_id === null ? [] : [row.bureau_id], areaId: row.area_id };
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

async function writeStep(
  transaction: Transaction<CloudTables>,
  { audit }: Parts,
  { actor, requestId, client }: Asker,
  written: {
    dispatchId: number;
    caseId: string;
    version: number;
    step: DispatchStepRequest['step'] | 'send';
    atMs: number;
    note: string | undefined;
    finding: SiteFinding | undefined;
    photos: readonly string[];
  },
): Promise<void> {
  const { dispatchId, caseId, version, step, atMs, note, finding, photos } = written;
  await transaction
    .insertInto('dispatch_steps')
    .values({
      dispatch_id: dispatchId,
      version,
      step,
      at_ms: atMs,
      account_id: actor.accountId,
      display_name: actor.displayName,
      note: note ?? null,
      finding: finding ?? null,
      photos: [...photos],
      request_id: requestId,
      client,
    })
    .execute();
  await audit.append(transaction, {
    who: actor,
    action: 'case.step',
    subject: { kind: 'case', id: caseId },
    what: { dispatchId, step: `dispatch ${step}`, version, finding: finding ?? null, photos: photos.length, requestId },
    from: client,
  });
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
    const row = await transaction
      .selectFrom('cases')
      .selectAll()
      .where('case_id', '=', caseId)
      .forUpdate()
      .executeTakeFirst();
    if (row === undefined || !maySee(actor, row)) return { status: 'no-such-case' };
    if (!mayDo(actor, 'case.dispatch', scopeOf(row))) return { status: 'not-permitted' };
    if (!STATES[row.state].isOpen) return { status: 'case-closed', state: row.state };
    const other = await transaction
      .selectFrom('dispatches')
      .select('dispatch_id')
      .where('case_id', '=', caseId)
      .where('state', 'in', UNDER_WAY)
      .executeTakeFirst();
    if (other !== undefined) return { status: 'under-way' };
    const patrolId = await choosePatrol(transaction, row.bureau_id, { patrolId: wanted, grid });
    if (patrolId === null) return { status: 'no-patrol' };
    const atMs = parts.clock.nowMs();
    const { dispatch_id: dispatchId } = await transaction
      .insertInto('dispatches')
      .values({
        case_id: caseId,
        patrol_id: patrolId,
        grid: grid ?? null,
        bureau_id: row.bureau_id,
        state: 'sent',
        version: 1,
        sent_at_ms: atMs,
        due_at_ms: dispatchDue('sent', atMs),
        finding: null,
      })
      .returning('dispatch_id')
      .executeTakeFirstOrThrow();
    const written = {
      dispatchId,
      caseId,
      version: 1,
      step: 'send',
      atMs,
      note,
      finding: undefined,
      photos: [],
    } as const;
    await writeStep(transaction, parts, asker, written);
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
    if (!mayDo(asker.actor, permission, scopeOf(ofCase))) return { status: 'not-permitted' };
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
    await writeStep(transaction, parts, asker, {
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
