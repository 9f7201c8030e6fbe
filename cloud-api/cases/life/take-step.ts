import type { CaseState, CaseStep, CaseStepName, CaseStepRequest } from '@lamppost/contracts';
import { sql, type Transaction } from 'kysely';
import { mayDo, type Actor } from '../../access/actor.js';
import type { Subject } from '../../access/permissions.js';
import type { AuditLog } from '../../audit/audit-log.js';
import type { Clock } from '../../clock.js';
import type { CloudDatabase } from '../../database/open-database.js';
import type { CloudTables } from '../../database/schema.js';
import { readDeskSettings } from '../settings/settings-store.js';
import { applyStep, type CaseRow } from './apply-step.js';
import { REJECTION_REASONS } from './rejection-reasons.js';
import { allowedSteps, STATES, stateAfter, STEPS } from './steps.js';

/** A step that somebody asks for. */
export interface AskedStep {
  readonly caseId: string;
  /** The version that the asker saw. */
  readonly version: number;
  readonly said: CaseStepRequest;
  readonly actor: Actor;
  readonly requestId: string;
  /** Address that the request came from. */
  readonly client: string;
}

/** What came of it. */
export type StepOutcome =
  | { readonly status: 'taken'; readonly step: CaseStep }
  | { readonly status: 'no-such-case' }
  | { readonly status: 'not-permitted' }
  /** Somebody else was faster; `version` is the present one. */
  | { readonly status: 'changed'; readonly version: number; readonly state: CaseState }
  | { readonly status: 'not-allowed'; readonly state: CaseState; readonly allowed: readonly CaseStepName[] }
  /** What was said does not do. */
  | { readonly status: 'refused'; readonly detail: string };

/** What of a case says who may see it. */
type SeenCase = Pick<CaseRow, 'bureau_id' | 'from_bureau_id' | 'area_id' | 'routing' | 'supporter_ids' | 'reader_ids'>;

/** The columns that say who may see a case. */
export const SEEN_COLUMNS = [
  'cases.bureau_id',
  'cases.from_bureau_id',
  'cases.area_id',
  'cases.routing',
  'cases.supporter_ids',
  'cases.reader_ids',
] as const;

/**
 * A case as something to be seen: by the bureau that has it, by the one that passed it on, by those that support it, and, while nobody has it,
 * by those that claim it. Bureaus that are asked to support it, or visit it, may read it and no more.
 */
export function subjectOf(row: SeenCase): Subject {
  const claimants = row.bureau_id === null ? (row.routing?.bureauIds ?? []) : [];
  const bureauIds = [row.bureau_id, row.from_bureau_id, ...claimants, ...row.supporter_ids].filter((id) => id !== null);
  return { bureauIds, readerIds: row.reader_ids, areaId: row.area_id };
}

/** Whose a case is: what may be done with it is for the bureau that has it. */
export function holderOf(row: Pick<CaseRow, 'bureau_id' | 'area_id'>): Subject {
  return { bureauIds: row.bureau_id === null ? [] : [row.bureau_id], areaId: row.area_id };
}

/** Whether the actor may see a case: that of its own bureau, or one that its bureau passed on. */
export function maySee(actor: Actor, row: SeenCase): boolean {
  return mayDo(actor, 'case.read', subjectOf(row));
}

function findFault(said: CaseStepRequest, row: CaseRow, target: CaseRow | undefined): string | null {
  switch (said.step) {
    case 'reject': {
      const { matters, needsNote } = REJECTION_REASONS[said.reason];
      if (!matters.some((matter) => matter === row.matter))
        return `the reason ${said.reason} is not one for ${row.matter}; GET /api/v1/case-life lists them`;
      if (needsNote && said.note === undefined)
        return `the reason ${said.reason} has to be put into words: give a note`;
      return null;
    }
    case 'transfer':
      return said.bureauId === row.bureau_id ? `the bureau ${said.bureauId} has the case already` : null;
    case 'merge':
      if (said.intoCaseId === row.case_id) return 'a case is not merged into itself';
      if (target === undefined) return `there is no case ${said.intoCaseId}`;
      if (target.matter !== row.matter) return `${said.intoCaseId} is of another matter, ${target.matter}`;
      if (target.state !== 'accepted' && !STATES[target.state].isOpen)
        return target.merged_into === null
          ? `${said.intoCaseId} is ${target.state}: merge into a case that is open or accepted`
          : `${said.intoCaseId} was merged into ${target.merged_into}: merge into that one`;
      return null;
    case 'begin-review':
    case 'put-back':
    case 'confirm':
    case 'accept':
    case 'return':
    case 'correct':
    case 'review-again':
    case 'reopen':
      return null;
  }
}

/** Whether a case can go to a bureau: one that is known, or any while none is. */
async function canGoTo(transaction: Transaction<CloudTables>, bureauId: string): Promise<boolean> {
  const known = await transaction
    .selectFrom('bureaus')
    .select('bureau_id')
    .orderBy(sql`bureau_id = ${bureauId}`, 'desc')
    .limit(1)
    .executeTakeFirst();
  return known === undefined || known.bureau_id === bureauId;
}

function mayTake(actor: Actor, said: CaseStepRequest, row: CaseRow): boolean {
  return mayDo(actor, STEPS[said.step].permission, holderOf(row));
}

/**
 * Takes a step with a case, if the asker saw its present version: of several that decide at one time the first wins, and the others are told.
 * All of it happens, or nothing.
 */
export async function takeStep(
  options: { database: CloudDatabase; clock: Clock; audit: Pick<AuditLog, 'append'> },
  { caseId, version, said, actor, requestId, client }: AskedStep,
): Promise<StepOutcome> {
  const { database, clock, audit } = options;
  const { settings } = await readDeskSettings(database);
  return await database.transaction().execute<StepOutcome>(async (transaction) => {
    const wanted = said.step === 'merge' ? [caseId, said.intoCaseId] : [caseId];
    // In one order for all, so that two that are merged into each other do not wait for each other.
    const rows = await transaction
      .selectFrom('cases')
      .selectAll()
      .where('case_id', 'in', wanted)
      .orderBy('case_number')
      .forUpdate()
      .execute();
    const row = rows.find((found) => found.case_id === caseId);
    if (row === undefined || !maySee(actor, row)) return { status: 'no-such-case' };
    if (!mayTake(actor, said, row)) return { status: 'not-permitted' };
    if (row.version !== version) return { status: 'changed', version: row.version, state: row.state };
    if (stateAfter(row.state, said.step) === null)
      return { status: 'not-allowed', state: row.state, allowed: allowedSteps(row.state) };
    const target = said.step === 'merge' ? rows.find((found) => found.case_id === said.intoCaseId) : undefined;
    const fault = findFault(said, row, target !== undefined && maySee(actor, target) ? target : undefined);
    if (fault !== null) return { status: 'refused', detail: fault };
    if (said.step === 'transfer' && !(await canGoTo(transaction, said.bureauId)))
      return { status: 'refused', detail: `there is no bureau ${said.bureauId}` };
    const step = await applyStep(transaction, settings, row, {
      step: said.step,
      atMs: clock.nowMs(),
      accountId: actor.accountId,
      displayName: actor.displayName,
      note: said.note,
      reason: said.step === 'reject' ? said.reason : undefined,
      bureauId: said.step === 'transfer' ? said.bureauId : undefined,
      otherCaseId: said.step === 'merge' ? said.intoCaseId : undefined,
      requestId,
      client,
    });
    const { from, to, reason, note, bureauId, otherCaseId } = step;
    await audit.append(transaction, {
      who: actor,
      action: 'case.step',
      subject: { kind: 'case', id: caseId },
      what: { step: step.step, from, to, version: step.version, reason, bureauId, otherCaseId, requestId },
      ...(note === null ? {} : { why: note }),
      from: client,
    });
    return { status: 'taken', step };
  });
}
