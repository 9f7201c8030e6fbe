import { sql, type Selectable, type Transaction } from 'kysely';
import { mayDo } from '../access/actor.js';
import type { Asker } from '../access/asker.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { CaseRow } from '../cases/life/apply-step.js';
import { STATES } from '../cases/life/steps.js';
import { holderOf } from '../cases/life/take-step.js';
import { writeAct } from '../cases/write-act.js';
import type { Clock } from '../clock.js';
import type { InspectionsTable } from '../database/inspection-tables.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { CloudTables } from '../database/schema.js';
import { isUnderWay } from '../dispatch/is-under-way.js';
import { insertDispatch, writeDispatchStep } from '../dispatch/write-dispatch.js';
import { ProblemError } from '../errors/problem-error.js';
import { refreshReaders } from '../joint/refresh-readers.js';
import type { InspectionState, InspectionStepRequest } from './inspection.js';

type StepName = InspectionStepRequest['step'];

/** In which state of a visit each step may be taken. */
const FROM: Readonly<Record<StepName, InspectionState>> = {
  accept: 'proposed',
  decline: 'proposed',
  join: 'planned',
  'stay-out': 'planned',
  cancel: 'planned',
};

interface Parts {
  readonly database: CloudDatabase;
  readonly clock: Clock;
  readonly audit: Pick<AuditLog, 'append'>;
}

/** One step that is under way, with all that it needs. */
interface Taking {
  readonly transaction: Transaction<CloudTables>;
  readonly parts: Parts;
  readonly asker: Asker;
  readonly visit: Selectable<InspectionsTable>;
  /** The cases of the visit, locked. */
  readonly rows: readonly CaseRow[];
  /** Those that the asker may send somebody to. */
  readonly own: readonly CaseRow[];
  readonly atMs: number;
}

/** Sends the patrol of the visit to a case; null when the case was closed, or another patrol is on the way, which is its reason to stay out. */
async function sendTo(
  taking: Taking,
  row: CaseRow,
  going: { patrolId: string; patrolBureauId: string | null; fromMs: number; note: string | undefined },
): Promise<{ dispatchId: number | null; reason: string | null }> {
  const { transaction, parts, asker, visit, atMs } = taking;
  if (!STATES[row.state].isOpen) return { dispatchId: null, reason: `the case is ${row.state}` };
  if (await isUnderWay(transaction, row.case_id)) return { dispatchId: null, reason: 'another patrol is under way' };
  const { patrolId, patrolBureauId, fromMs, note } = going;
  const dispatchId = await insertDispatch(transaction, parts, asker, {
    ...{ row, patrolId, grid: null, note, atMs, fromMs, inspectionId: visit.inspection_id },
    visitorBureauId: patrolBureauId === row.bureau_id ? null : patrolBureauId,
  });
  await refreshReaders(transaction, row.case_id);
  return { dispatchId, reason: null };
}

/** The bureau of a patrol that may go: its own, or, of one that belongs to all, that of whoever sends it. */
async function bureauOfPatrol({ transaction, asker }: Taking, patrolId: string): Promise<string | null> {
  const patrol = await transaction
    .selectFrom('patrols')
    .select('bureau_id')
    .where('patrol_id', '=', patrolId)
    .executeTakeFirst();
  const { bureauId } = asker.actor;
  if (patrol === undefined || (bureauId !== null && patrol.bureau_id !== null && patrol.bureau_id !== bureauId))
    throw new ProblemError('dispatch.no-patrol', `There is no patrol ${patrolId} of your bureau`);
  return patrol.bureau_id ?? bureauId;
}

async function accept(taking: Taking, said: Extract<InspectionStepRequest, { step: 'accept' }>): Promise<void> {
  const { transaction, visit, rows, own } = taking;
  const { patrolId, atMs: fromMs, note } = said;
  const patrolBureauId = await bureauOfPatrol(taking, patrolId);
  let joined = 0;
  for (const row of rows) {
    const isOwn = own.includes(row);
    const sent = isOwn ? await sendTo(taking, row, { patrolId, patrolBureauId, fromMs, note }) : null;
    if (sent?.dispatchId != null) joined += 1;
    await transaction
      .insertInto('inspection_cases')
      .values({
        inspection_id: visit.inspection_id,
        case_id: row.case_id,
        consent: sent === null ? 'asked' : sent.dispatchId === null ? 'out' : 'joined',
        reason: sent?.reason ?? null,
        dispatch_id: sent?.dispatchId ?? null,
      })
      .execute();
  }
  if (joined === 0)
    throw new ProblemError('inspection.nothing-left', 'The cases were closed, or patrols are on the way to them');
  await transaction
    .updateTable('inspections')
    .set({ state: 'planned', patrol_id: patrolId, at_ms: fromMs })
    .where('inspection_id', '=', visit.inspection_id)
    .execute();
}

async function answer(taking: Taking, said: Extract<InspectionStepRequest, { step: 'join' | 'stay-out' }>) {
  const { transaction, visit, own } = taking;
  const asked = await transaction
    .selectFrom('inspection_cases')
    .select('case_id')
    .where('inspection_id', '=', visit.inspection_id)
    .where('consent', '=', 'asked')
    .execute();
  const mine = own.filter((row) => asked.some((one) => one.case_id === row.case_id));
  if (mine.length === 0) throw new ProblemError('inspection.not-asked', 'None of your cases waits for an answer');
  const { patrol_id: patrolId, at_ms: fromMs } = visit;
  if (patrolId === null || fromMs === null)
    throw new Error(`the visit ${visit.inspection_id} is planned without a plan`);
  const { bureau_id: patrolBureauId } = await transaction
    .selectFrom('dispatches')
    .innerJoin('patrols', 'patrols.patrol_id', 'dispatches.patrol_id')
    .select(
      sql<string | null>`coalesce(patrols.bureau_id, dispatches.visitor_bureau_id, dispatches.bureau_id)`.as(
        'bureau_id',
      ),
    )
    .where('inspection_id', '=', visit.inspection_id)
    .limit(1)
    .executeTakeFirstOrThrow();
  for (const row of mine) {
    const sent =
      said.step === 'join'
        ? await sendTo(taking, row, { patrolId, patrolBureauId, fromMs, note: said.note })
        : { dispatchId: null, reason: said.note };
    await transaction
      .updateTable('inspection_cases')
      .set({
        consent: sent.dispatchId === null ? 'out' : 'joined',
        reason: sent.reason,
        dispatch_id: sent.dispatchId,
      })
      .where('inspection_id', '=', visit.inspection_id)
      .where('case_id', '=', row.case_id)
      .execute();
  }
}

async function cancel(taking: Taking, note: string): Promise<void> {
  const { transaction, parts, asker, visit, atMs } = taking;
  const withdrawn = await transaction
    .updateTable('dispatches')
    .set((column) => ({ state: 'withdrawn', version: column('version', '+', 1), due_at_ms: null }))
    .where('inspection_id', '=', visit.inspection_id)
    .where('state', 'in', ['sent', 'taken'])
    .returning(['dispatch_id', 'case_id', 'version'])
    .execute();
  for (const { dispatch_id: dispatchId, case_id: caseId, version } of withdrawn) {
    await refreshReaders(transaction, caseId);
    await writeDispatchStep(transaction, parts, asker, {
      ...{ dispatchId, caseId, version, step: 'withdraw', atMs, note, finding: undefined, photos: [] },
    });
  }
  await transaction
    .updateTable('inspection_cases')
    .set({ consent: 'out', reason: note })
    .where('inspection_id', '=', visit.inspection_id)
    .where('consent', '=', 'asked')
    .execute();
}

async function apply(taking: Taking, said: InspectionStepRequest): Promise<void> {
  const { transaction, visit } = taking;
  const close = async (state: 'declined' | 'cancelled', reason: string) => {
    await transaction
      .updateTable('inspections')
      .set({ state, reason })
      .where('inspection_id', '=', visit.inspection_id)
      .execute();
  };
  switch (said.step) {
    case 'accept':
      await accept(taking, said);
      return;
    case 'join':
    case 'stay-out':
      await answer(taking, said);
      return;
    case 'decline':
      await close('declined', said.note);
      return;
    case 'cancel':
      await cancel(taking, said.note);
      await close('cancelled', said.note);
      return;
  }
}

/**
 * Takes a step with a visit for several cases, if the asker saw its present version: accept sends one patrol at one time to all cases that the
 * asker may send somebody to, and asks the bureaus of the others. Results come back by the dispatches.
 *
 * @throws ProblemError `inspection.not-found`, `inspection.changed`, `inspection.step-not-allowed`, `inspection.nothing-left`,
 *   `inspection.not-asked`, `dispatch.no-patrol`, `access.not-allowed`
 */
export async function takeInspectionStep(
  parts: Parts,
  asker: Asker,
  asked: { readonly inspectionId: number; readonly version: number; readonly said: InspectionStepRequest },
): Promise<void> {
  const { inspectionId, version, said } = asked;
  const { actor, requestId, client } = asker;
  await parts.database.transaction().execute(async (transaction) => {
    const missing = () => new ProblemError('inspection.not-found', `There is no visit ${inspectionId}`);
    const found = await transaction
      .selectFrom('inspections')
      .select('case_ids')
      .where('inspection_id', '=', inspectionId)
      .executeTakeFirst();
    if (found === undefined) throw missing();
    // The cases first and in one order, as everywhere.
    const rows = await transaction
      .selectFrom('cases')
      .selectAll()
      .where('case_id', 'in', found.case_ids)
      .orderBy('case_number')
      .forUpdate()
      .execute();
    if (!rows.some((row) => mayDo(actor, 'case.read', holderOf(row)))) throw missing();
    const own = rows.filter((row) => mayDo(actor, 'case.dispatch', holderOf(row)));
    if (own.length === 0)
      throw new ProblemError('access.not-allowed', `${said.step} is for those who send patrols to one of its cases`);
    const visit = await transaction
      .selectFrom('inspections')
      .selectAll()
      .where('inspection_id', '=', inspectionId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    if (visit.version !== version)
      throw new ProblemError('inspection.changed', `The visit is ${visit.state} by now, in version ${visit.version}`);
    if (visit.state !== FROM[said.step])
      throw new ProblemError(
        'inspection.step-not-allowed',
        `The visit is ${visit.state}, and ${said.step} is for one that is ${FROM[said.step]}`,
      );
    const atMs = parts.clock.nowMs();
    await apply({ transaction, parts, asker, visit, rows, own, atMs }, said);
    await transaction
      .updateTable('inspections')
      .set({ version: version + 1 })
      .where('inspection_id', '=', inspectionId)
      .execute();
    const act = `visit.${said.step}`;
    const note = said.note ?? null;
    const { accountId, displayName, bureauId } = actor;
    const what = { inspectionId };
    for (const row of rows)
      await writeAct(transaction, row.case_id, {
        ...{ act, atMs, accountId, displayName, bureauId, note, what, requestId, client },
      });
    await parts.audit.append(transaction, {
      ...{ who: actor, action: 'inspection.step', from: client },
      subject: { kind: 'inspection', id: inspectionId.toString() },
      what: { step: said.step, version: version + 1, caseIds: found.case_ids, requestId },
      ...(note === null ? {} : { why: note }),
    });
  });
}
