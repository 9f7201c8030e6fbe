import type { CaseState } from '@lamppost/contracts';
import type { Transaction } from 'kysely';
import { mayDo } from '../access/actor.js';
import type { Asker } from '../access/asker.js';
import type { AuditAction } from '../audit/audit-entry.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { RunningClock } from '../cases/deadlines/case-clock.js';
import { endOfWorkingDay } from '../cases/deadlines/working-days.js';
import { clockColumns, type CaseRow } from '../cases/life/apply-step.js';
import { lockCase } from '../cases/life/lock-case.js';
import { readDeskSettings } from '../cases/settings/settings-store.js';
import { writeAct } from '../cases/write-act.js';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { CloudTables } from '../database/schema.js';
import { ProblemError } from '../errors/problem-error.js';
import { endSupports } from './end-supports.js';
import { refreshReaders } from './refresh-readers.js';
import { allowedSupportSteps, JOINT_STATES, LIVE_SUPPORTS, SUPPORT_STEPS } from './support-steps.js';
import type { SupportRequest, SupportStepRequest } from './support.js';

/** Bureaus that support one case at a time, at most. */
const MOST_SUPPORTERS = 12;

interface Parts {
  readonly database: CloudDatabase;
  readonly clock: Clock;
  readonly audit: Pick<AuditLog, 'append'>;
}

async function lockVisible(transaction: Transaction<CloudTables>, { actor }: Asker, caseId: string): Promise<CaseRow> {
  const row = await lockCase(transaction, actor, caseId);
  if (row === null) throw new ProblemError('case.not-found', `There is no case ${caseId}`);
  return row;
}

function requireLead({ actor }: Asker, row: CaseRow): string {
  if (row.bureau_id === null)
    throw new ProblemError('joint.no-lead', `${row.case_id} belongs to no bureau yet, so that none can lead`);
  if (!mayDo(actor, 'case.transfer', { bureauIds: [row.bureau_id], areaId: row.area_id }))
    throw new ProblemError('access.not-allowed', `${row.case_id} is led by ${row.bureau_id}`);
  return row.bureau_id;
}

/** Writes one act of joint handling into the history of the case and into the audit log. */
async function write(
  transaction: Transaction<CloudTables>,
  { audit }: Parts,
  { actor, requestId, client }: Asker,
  written: {
    readonly caseId: string;
    readonly action: AuditAction;
    readonly act: string;
    readonly atMs: number;
    readonly note: string | null;
    readonly what: Record<string, unknown>;
  },
): Promise<void> {
  const { caseId, action, act, atMs, note, what } = written;
  const { accountId, displayName, bureauId } = actor;
  await writeAct(transaction, caseId, { act, atMs, accountId, displayName, bureauId, note, what, requestId, client });
  await audit.append(transaction, {
    ...{ who: actor, action, subject: { kind: 'case', id: caseId }, from: client },
    what: { act, ...what, requestId },
    ...(note === null ? {} : { why: note }),
  });
}

/**
 * Asks a bureau to support the one that has a case. From then on it may read the case, and is to answer within so many working days.
 *
 * @throws ProblemError `case.not-found`, `access.not-allowed`, `joint.no-lead`, `joint.not-now`, `joint.already-asked`, `bureau.not-found`
 */
export async function askForSupport(
  parts: Parts,
  asker: Asker,
  asked: SupportRequest & { readonly caseId: string },
): Promise<number> {
  const { database, clock } = parts;
  const { caseId, bureauId, question } = asked;
  const { settings } = await readDeskSettings(database);
  return await database.transaction().execute(async (transaction) => {
    const row = await lockVisible(transaction, asker, caseId);
    const leadBureauId = requireLead(asker, row);
    const states: readonly CaseState[] = JOINT_STATES;
    if (!states.includes(row.state))
      throw new ProblemError('joint.not-now', `${caseId} is ${row.state}: joint handling is for ${states.join(', ')}`);
    if (bureauId === leadBureauId) throw new ProblemError('joint.already-asked', `${bureauId} leads ${caseId} itself`);
    const known = await transaction
      .selectFrom('bureaus')
      .select('bureau_id')
      .where('bureau_id', '=', bureauId)
      .executeTakeFirst();
    if (known === undefined) throw new ProblemError('bureau.not-found', `There is no bureau ${bureauId}`);
    const live = await transaction
      .selectFrom('case_supports')
      .select('bureau_id')
      .where('case_id', '=', caseId)
      .where('state', 'in', LIVE_SUPPORTS)
      .execute();
    if (live.some((one) => one.bureau_id === bureauId))
      throw new ProblemError('joint.already-asked', `${bureauId} supports ${caseId}, or was asked to`);
    if (live.length >= MOST_SUPPORTERS)
      throw new ProblemError(
        'joint.not-now',
        `${caseId} has ${MOST_SUPPORTERS} supporting bureaus, the most there may be`,
      );
    const atMs = clock.nowMs();
    const days = asked.days ?? settings.deadlines.support.days;
    const running: RunningClock = {
      clock: 'support',
      startedAtMs: atMs,
      dueAtMs: endOfWorkingDay(atMs, days, settings.calendar),
    };
    const { support_id: supportId } = await transaction
      .insertInto('case_supports')
      .values({
        case_id: caseId,
        bureau_id: bureauId,
        lead_bureau_id: leadBureauId,
        state: 'invited',
        version: 1,
        question,
        answer: null,
        invited_at_ms: atMs,
        ended_at_ms: null,
        ...clockColumns(settings, running),
      })
      .returning('support_id')
      .executeTakeFirstOrThrow();
    await refreshReaders(transaction, caseId);
    const what = { supportId, bureauId, dueAtMs: running.dueAtMs };
    await write(transaction, parts, asker, {
      ...{ caseId, action: 'joint.invite', act: 'joint.invite', atMs, note: question, what },
    });
    return supportId;
  });
}

/**
 * Takes a step with a support, if the asker saw its present version. A bureau that refuses, or is not wanted any more, sees the case no longer.
 *
 * @throws ProblemError `joint.not-found`, `access.not-allowed`, `joint.changed`, `joint.step-not-allowed`
 */
export async function takeSupportStep(
  parts: Parts,
  asker: Asker,
  asked: { readonly supportId: number; readonly version: number; readonly said: SupportStepRequest },
): Promise<void> {
  const { database, clock } = parts;
  const { supportId, version, said } = asked;
  const { settings } = await readDeskSettings(database);
  await database.transaction().execute(async (transaction) => {
    const found = await transaction
      .selectFrom('case_supports')
      .select('case_id')
      .where('support_id', '=', supportId)
      .executeTakeFirst();
    if (found === undefined) throw new ProblemError('joint.not-found', `There is no support ${supportId}`);
    // The case first, as everywhere: two that lock in different orders would wait for each other.
    const row = await transaction
      .selectFrom('cases')
      .selectAll()
      .where('case_id', '=', found.case_id)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const support = await transaction
      .selectFrom('case_supports')
      .selectAll()
      .where('support_id', '=', supportId)
      .executeTakeFirstOrThrow();
    const { permission, by, to } = SUPPORT_STEPS[said.step];
    const bureauIds = [support.bureau_id, support.lead_bureau_id];
    if (!mayDo(asker.actor, 'case.read', { bureauIds, areaId: row.area_id }))
      throw new ProblemError('joint.not-found', `There is no support ${supportId}`);
    const ours = by === 'lead' ? support.lead_bureau_id : support.bureau_id;
    if (!mayDo(asker.actor, permission, { bureauIds: [ours], areaId: row.area_id }))
      throw new ProblemError('access.not-allowed', `${said.step} is for ${ours}`);
    if (support.version !== version)
      throw new ProblemError('joint.changed', `The support is ${support.state} by now, in version ${support.version}`);
    const allowed = allowedSupportSteps(support.state);
    if (!allowed.includes(said.step))
      throw new ProblemError(
        'joint.step-not-allowed',
        `The support is ${support.state}, which allows ${allowed.join(', ') || 'nothing'}`,
      );
    const atMs = clock.nowMs();
    const { actor } = asker;
    const note = said.step === 'opine' ? said.words : (said.note ?? null);
    const waitsForOpinion: RunningClock | null =
      said.step === 'accept'
        ? {
            clock: 'opinion',
            startedAtMs: atMs,
            dueAtMs: endOfWorkingDay(atMs, settings.deadlines.opinion.days, settings.calendar),
          }
        : null;
    const isOver = to !== 'accepted';
    await transaction
      .updateTable('case_supports')
      .set({
        state: to,
        version: version + 1,
        ...(isOver ? { answer: note, ended_at_ms: atMs } : {}),
        ...clockColumns(settings, waitsForOpinion),
      })
      .where('support_id', '=', supportId)
      .execute();
    if (said.step === 'opine')
      await transaction
        .insertInto('support_opinions')
        .values({
          support_id: supportId,
          kind: said.kind,
          words: said.words,
          at_ms: atMs,
          account_id: actor.accountId,
          display_name: actor.displayName,
        })
        .execute();
    await refreshReaders(transaction, row.case_id);
    const kind = said.step === 'opine' ? { kind: said.kind } : {};
    await write(transaction, parts, asker, {
      caseId: row.case_id,
      action: 'joint.step',
      act: `joint.${said.step}`,
      atMs,
      note,
      what: { supportId, bureauId: support.bureau_id, ...kind },
    });
  });
}

/**
 * Notes what the lead decided, which ends joint handling: the supporting bureaus see the case no longer.
 *
 * @throws ProblemError `case.not-found`, `access.not-allowed`, `joint.no-lead`, `joint.nobody`
 */
export async function decideJointly(
  parts: Parts,
  asker: Asker,
  decided: { readonly caseId: string; readonly words: string },
): Promise<void> {
  const { database, clock } = parts;
  const { caseId, words } = decided;
  await database.transaction().execute(async (transaction) => {
    const row = await lockVisible(transaction, asker, caseId);
    requireLead(asker, row);
    const atMs = clock.nowMs();
    const ended = await endSupports(transaction, { caseId, atMs, answer: words });
    if (ended.length === 0) throw new ProblemError('joint.nobody', `No bureau supports ${caseId}`);
    await write(transaction, parts, asker, {
      ...{ caseId, action: 'joint.decide', act: 'joint.decide', atMs, note: words },
      what: { bureauIds: ended.map(({ bureauId }) => bureauId) },
    });
  });
}
