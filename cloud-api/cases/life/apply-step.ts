import type { CaseState, CaseStep, CaseStepName, RejectionCode, ViolationVerdict } from '@lamppost/contracts';
import type { Selectable, Transaction } from 'kysely';
import type { CasesTable, CloudTables } from '../../database/schema.js';
import { endSupports } from '../../joint/end-supports.js';
import { queueEvent } from '../../webhooks/queue-event.js';
import { writeAct } from '../write-act.js';
import { alarmAfter, startClock, type RunningClock } from '../deadlines/case-clock.js';
import type { DeskSettings } from '../settings/desk-settings.js';
import { deleteWithinDays, REJECTION_REASONS } from './rejection-reasons.js';
import { toCaseStep } from './read-steps.js';
import { stateAfter } from './steps.js';

/** A row of the table of cases. */
export type CaseRow = Selectable<CasesTable>;

/** A step as it is to be written down. */
export interface StepToTake {
  readonly step: CaseStepName;
  readonly atMs: number;
  /** Null: the program itself. */
  readonly accountId: string | null;
  readonly displayName: string;
  readonly reason?: RejectionCode | undefined;
  readonly note?: string | undefined;
  readonly bureauId?: string | undefined;
  /** The case that it is merged into, which is merged into none. */
  readonly otherCaseId?: string | undefined;
  readonly requestId?: string | undefined;
  readonly client?: string | undefined;
}

/** Name under which the program itself takes steps. */
export const PROGRAM_NAME = 'lamppost';

/** What a state says of the violations of its case; null while nobody has decided. */
export function verdictOf(
  state: CaseState,
  reason: RejectionCode | undefined,
): { verdict: ViolationVerdict | null; reason: string | null } {
  switch (state) {
    case 'confirmed':
    case 'transferred':
    case 'accepted':
    case 'returned':
    case 'corrected':
      return { verdict: 'confirmed', reason: null };
    case 'rejected':
      return reason === undefined
        ? { verdict: null, reason: null }
        : { verdict: REJECTION_REASONS[reason].verdict, reason };
    case 'candidate':
    case 'in_review':
    case 'expired':
    case 'merged':
      return { verdict: null, reason: null };
  }
}

/** The clock that runs for a case; null when none does. */
export function runningClock(row: Pick<CaseRow, 'clock' | 'clock_started_at_ms' | 'due_at_ms'>): RunningClock | null {
  const { clock, clock_started_at_ms: startedAtMs, due_at_ms: dueAtMs } = row;
  return clock === null || startedAtMs === null || dueAtMs === null ? null : { clock, startedAtMs, dueAtMs };
}

/** Columns of a case that comes into a state. */
export function clockColumns(settings: DeskSettings, running: RunningClock | null) {
  const alarm = running === null ? null : alarmAfter(settings, running, null);
  return {
    clock: running?.clock ?? null,
    clock_started_at_ms: running?.startedAtMs ?? null,
    due_at_ms: running?.dueAtMs ?? null,
    next_alarm: alarm?.kind ?? null,
    next_alarm_at_ms: alarm?.atMs ?? null,
  };
}

function bureauColumns(row: CaseRow, { step, bureauId }: StepToTake) {
  if (step === 'transfer') return { bureau_id: bureauId ?? null, from_bureau_id: row.bureau_id };
  if (step === 'return') return { bureau_id: row.from_bureau_id, from_bureau_id: row.bureau_id };
  return {};
}

async function mergeInto(transaction: Transaction<CloudTables>, caseId: string, target: string): Promise<void> {
  // What was merged into this one goes along: nobody has to follow more than one reference.
  await transaction
    .updateTable('cases')
    .set({ merged_into: target })
    .where((or) => or.or([or('case_id', '=', caseId), or('merged_into', '=', caseId)]))
    .execute();
}

/** Gives all violations of a case, and of those merged into it, what its state says of them. */
async function noteVerdict(
  transaction: Transaction<CloudTables>,
  caseId: string,
  verdict: { verdict: ViolationVerdict | null; reason: string | null },
): Promise<void> {
  await transaction
    .updateTable('case_violations')
    .set(verdict)
    .where('case_id', 'in', (query) =>
      query
        .selectFrom('cases')
        .select('case_id')
        .where((or) => or.or([or('case_id', '=', caseId), or('merged_into', '=', caseId)])),
    )
    .execute();
}

/** States in which nothing is left to be handled jointly. */
const ENDINGS = ['rejected', 'merged', 'corrected', 'expired'] as const satisfies readonly CaseState[];

function bringsNewLead(step: CaseStepName): boolean {
  return step === 'transfer' || step === 'return';
}

async function endJoint(
  transaction: Transaction<CloudTables>,
  { step, atMs, accountId, displayName, requestId, client }: StepToTake,
  row: CaseRow,
): Promise<void> {
  const caseId = row.case_id;
  const ended = await endSupports(transaction, { caseId, atMs, answer: `the case: ${step}` });
  if (ended.length === 0) return;
  const what = { because: step, bureauIds: ended.map(({ bureauId }) => bureauId) };
  const from = { requestId: requestId ?? null, client: client ?? null };
  await writeAct(transaction, caseId, {
    ...{ act: 'joint.end', atMs, accountId, displayName, bureauId: row.bureau_id, note: null, what, ...from },
  });
}

/**
 * Takes a step with a case whose row is locked: the state, the step itself, the deadline and the verdict on its violations change together.
 *
 * @throws Error when the state does not allow it, which the caller has to ask before
 */
export async function applyStep(
  transaction: Transaction<CloudTables>,
  settings: DeskSettings,
  row: CaseRow,
  taken: StepToTake,
): Promise<CaseStep> {
  const { step, atMs, reason } = taken;
  const to = stateAfter(row.state, step);
  if (to === null) throw new Error(`${row.case_id} is ${row.state}, which does not allow ${step}`);
  const running = runningClock(row);
  const clock = startClock(settings, {
    state: to,
    atMs,
    running,
    deleteWithinDays: reason === undefined ? null : deleteWithinDays(reason, row.matter),
  });
  const ended = clock === running ? null : running;
  await transaction
    .updateTable('cases')
    .set({
      state: to,
      version: row.version + 1,
      ...(clock !== null && clock === running ? {} : clockColumns(settings, clock)),
      ...bureauColumns(row, taken),
    })
    .where('case_id', '=', row.case_id)
    .execute();
  if (bringsNewLead(step) || ENDINGS.some((state) => state === to)) await endJoint(transaction, taken, row);
  const inserted = await transaction
    .insertInto('case_steps')
    .values({
      case_id: row.case_id,
      version: row.version + 1,
      step,
      from_state: row.state,
      to_state: to,
      at_ms: atMs,
      account_id: taken.accountId,
      display_name: taken.displayName,
      reason: reason ?? null,
      note: taken.note ?? null,
      bureau_id: taken.bureauId ?? null,
      other_case_id: taken.otherCaseId ?? null,
      request_id: taken.requestId ?? null,
      client: taken.client ?? null,
      ended_clock: ended?.clock ?? null,
      ended_due_at_ms: ended?.dueAtMs ?? null,
    })
    .returningAll()
    .executeTakeFirstOrThrow();
  if (taken.otherCaseId !== undefined) {
    await mergeInto(transaction, row.case_id, taken.otherCaseId);
    const target = await transaction
      .selectFrom('cases')
      .select('state')
      .where('case_id', '=', taken.otherCaseId)
      .executeTakeFirstOrThrow();
    await noteVerdict(transaction, taken.otherCaseId, verdictOf(target.state, undefined));
  } else {
    await noteVerdict(transaction, row.case_id, verdictOf(to, reason));
  }
  await queueEvent(
    transaction,
    {
      ...{ type: 'lamppost.case.step.v1', id: `${row.case_id}.v${row.version + 1}`, source: '/cases' },
      ...{ subject: row.case_id, atMs },
      data: { caseId: row.case_id, version: row.version + 1, step, from: row.state, to, reason: reason ?? null },
    },
    [row.bureau_id, taken.bureauId ?? null, ...row.supporter_ids],
  );
  return toCaseStep(inserted);
}
