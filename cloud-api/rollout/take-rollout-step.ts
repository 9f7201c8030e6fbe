import type { Transaction } from 'kysely';
import type { Actor } from '../access/actor.js';
import type { Asker } from '../access/asker.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { CloudTables } from '../database/schema.js';
import { ProblemError } from '../errors/problem-error.js';
import { queueEvent } from '../webhooks/queue-event.js';
import { assignGroup, issueAssignments, lockGroup, type LockedGroup } from './assign.js';
import { maySee, readDocument, requirePublisher, type RolloutParts } from './documents.js';
import { judgeRollout } from './judge-rollout.js';
import { countGateways } from './read-rollouts.js';
import type { NewRollout, RolloutState, RolloutStepName, RolloutStepRequest } from './rollout.js';

type Row = NonNullable<LockedGroup['rollout']>;

/** In which states each step of a person may be taken. */
const FROM: Readonly<Record<RolloutStepRequest['step'], readonly RolloutState[]>> = {
  advance: ['running'],
  pause: ['running'],
  resume: ['paused', 'halted'],
  retry: ['running', 'paused', 'halted'],
  'roll-back': ['running', 'paused', 'halted', 'finished'],
};

/** A step as it is written down; `by` null: the cloud takes it by itself. */
interface Taken {
  readonly step: RolloutStepName;
  readonly atMs: number;
  readonly by: { readonly actor: Actor; readonly client: string } | null;
  readonly note: string | null;
}

/** Writes a step into the history, the audit log and what webhooks are told. */
async function writeStep(
  transaction: Transaction<CloudTables>,
  audit: Pick<AuditLog, 'append'>,
  { group, row, taken }: { group: LockedGroup['group']; row: Row; taken: Taken },
): Promise<void> {
  const { rollout_id: rolloutId, version, state } = row;
  const { step, atMs, by, note } = taken;
  const percent = row.steps[row.step] ?? 100;
  await transaction
    .insertInto('rollout_steps')
    .values({
      ...{ rollout_id: rolloutId, version, step, percent, at_ms: atMs, note },
      ...{ account_id: by?.actor.accountId ?? null, display_name: by?.actor.displayName ?? null },
    })
    .execute();
  const { group_id: groupId, kind } = group;
  const data = { rolloutId, groupId, kind, step, state, percent };
  const id = `rollout-${rolloutId}.${version}`;
  await queueEvent(
    transaction,
    { type: 'lamppost.rollout.step.v1', id, source: '/rollouts', subject: rolloutId.toString(), atMs, data },
    [group.bureau_id],
  );
  await audit.append(transaction, {
    ...{ action: 'rollout.step', who: by?.actor ?? null, from: by?.client ?? null },
    subject: { kind: 'rollout', id: rolloutId.toString() },
    what: { step, state, percent, version, groupId, kind },
    ...(note === null ? {} : { why: note }),
  });
}

/**
 * Begins to roll a version of a document out to the first share of a group.
 *
 * @returns the ID of the roll-out
 * @throws ProblemError `group.not-found`, `document.not-found`, `access.not-allowed`, `rollout.under-way`, `rollout.nothing-new`
 */
export async function startRollout(parts: RolloutParts, { actor, client }: Asker, given: NewRollout): Promise<number> {
  const { groupId, name, version, steps, soakMinutes, haltAbovePercent, silentMinutes, note } = given;
  return await parts.database.transaction().execute(async (transaction) => {
    const { group, rollout } = await lockGroup(transaction, { groupId });
    if (!maySee(actor, group.bureau_id)) throw new ProblemError('group.not-found', `There is no group ${groupId}`);
    requirePublisher(actor, group.kind, group.bureau_id);
    // A group of the town goes by documents of the town alone.
    const owner = { bureauId: group.bureau_id };
    const document = await readDocument(transaction, owner, { kind: group.kind, name, version });
    if (document.bureauId !== null && document.bureauId !== group.bureau_id)
      throw new ProblemError('document.not-found', `${name} is not a document for the group ${groupId}`);
    if (rollout !== null)
      throw new ProblemError(
        'rollout.under-way',
        `The roll-out ${rollout.rollout_id} of ${groupId} is ${rollout.state}`,
      );
    if (group.document_number === document.documentNumber)
      throw new ProblemError('rollout.nothing-new', `${groupId} goes by ${name}@${version} already`);
    const atMs = parts.clock.nowMs();
    const row = await transaction
      .insertInto('rollouts')
      .values({
        ...{ group_number: group.group_number, document_number: document.documentNumber },
        ...{ previous_document_number: group.document_number, state: 'running', version: 1, steps, step: 0 },
        ...{ step_at_ms: atMs, soak_minutes: soakMinutes, halt_above_percent: haltAbovePercent },
        ...{ silent_minutes: silentMinutes, tolerated: 0, reason: null, started_at_ms: atMs },
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await assignGroup(transaction, { group, rollout: row }, atMs);
    const taken = { step: 'start', atMs, by: { actor, client }, note: note ?? null } as const;
    await writeStep(transaction, parts.audit, { group, row, taken });
    return row.rollout_id;
  });
}

/** A step that may be taken now, with all that it needs. */
interface Taking {
  readonly transaction: Transaction<CloudTables>;
  readonly parts: RolloutParts;
  readonly group: LockedGroup['group'];
  readonly row: Row;
  readonly taken: Taken;
}

/** Changes the roll-out, and what the group goes by where it ends; gives its gateways what they are to go by then, and writes the step down. */
async function change(
  { transaction, parts, group, row, taken }: Taking,
  to: Partial<Pick<Row, 'state' | 'step' | 'step_at_ms' | 'tolerated' | 'reason'>>,
): Promise<void> {
  const changed = await transaction
    .updateTable('rollouts')
    .set({ ...to, version: row.version + 1 })
    .where('rollout_id', '=', row.rollout_id)
    .returningAll()
    .executeTakeFirstOrThrow();
  const { state } = changed;
  const isOver = state === 'finished' || state === 'rolled-back';
  const documentNumber = state === 'finished' ? row.document_number : row.previous_document_number;
  const after = isOver ? { ...group, document_number: documentNumber } : group;
  if (isOver)
    await transaction
      .updateTable('gateway_groups')
      .set({ document_number: documentNumber })
      .where('group_number', '=', group.group_number)
      .execute();
  await assignGroup(transaction, { group: after, rollout: isOver ? null : changed }, taken.atMs);
  await writeStep(transaction, parts.audit, { group, row: changed, taken });
}

async function advance(taking: Taking): Promise<void> {
  const { row, taken } = taking;
  const isLast = row.step === row.steps.length - 1;
  if (isLast) await change({ ...taking, taken: { ...taken, step: 'finish' } }, { state: 'finished' });
  else await change(taking, { step: row.step + 1, step_at_ms: taken.atMs });
}

const countedOf = ({
  group_number: groupNumber,
  document_number: documentNumber,
  silent_minutes: silentMinutes,
}: Row) => ({
  ...{ groupNumber, documentNumber, silentMinutes },
});

/** Gives those that refused the document it again. */
async function retry({ transaction, group, row, taken }: Taking): Promise<void> {
  const refused = await transaction
    .selectFrom('gateway_group_members as m')
    .innerJoin('gateway_assignments as a', (join) =>
      join.onRef('a.gateway_id', '=', 'm.gateway_id').onRef('a.kind', '=', 'm.kind'),
    )
    .select('m.gateway_id')
    .where('m.group_number', '=', group.group_number)
    .where('a.document_number', '=', row.document_number)
    .where('a.outcome', '=', 'refused')
    .execute();
  const wanted = refused.map((one) => ({ gatewayId: one.gateway_id, documentNumber: row.document_number }));
  await issueAssignments(transaction, { group, wanted, atMs: taken.atMs, isAnew: true });
}

async function apply(taking: Taking, step: RolloutStepRequest['step']): Promise<void> {
  const { transaction, row, taken } = taking;
  switch (step) {
    case 'advance':
      await advance(taking);
      return;
    case 'pause':
      await change(taking, { state: 'paused' });
      return;
    case 'resume': {
      const { refused, silent } = await countGateways(transaction, countedOf(row), taken.atMs);
      await change(taking, { state: 'running', tolerated: refused + silent, reason: null, step_at_ms: taken.atMs });
      return;
    }
    case 'retry':
      await retry(taking);
      await change(taking, {});
      return;
    case 'roll-back':
      await change(taking, { state: 'rolled-back' });
      return;
    default:
      step satisfies never;
  }
}

async function lockRollout(
  transaction: Transaction<CloudTables>,
  rolloutId: number,
): Promise<{ readonly group: LockedGroup['group']; readonly row: Row } | null> {
  const rollouts = transaction.selectFrom('rollouts').selectAll().where('rollout_id', '=', rolloutId);
  const found = await rollouts.executeTakeFirst();
  if (found === undefined) return null;
  const { group } = await lockGroup(transaction, { groupNumber: found.group_number });
  return { group, row: await rollouts.executeTakeFirstOrThrow() };
}

/**
 * Takes a step with a roll-out, if the asker saw its present version. A finished one can be rolled back as long as its group goes by its document.
 *
 * @throws ProblemError `rollout.not-found`, `rollout.changed`, `rollout.step-not-allowed`, `access.not-allowed`
 */
export async function takeRolloutStep(
  parts: RolloutParts,
  { actor, client }: Asker,
  asked: { readonly rolloutId: number; readonly version: number; readonly said: RolloutStepRequest },
): Promise<void> {
  const { rolloutId, version, said } = asked;
  const { step, note = null } = said;
  await parts.database.transaction().execute(async (transaction) => {
    const locked = await lockRollout(transaction, rolloutId);
    if (locked === null || !maySee(actor, locked.group.bureau_id))
      throw new ProblemError('rollout.not-found', `There is no roll-out ${rolloutId}`);
    const { group, row } = locked;
    requirePublisher(actor, group.kind, group.bureau_id);
    if (row.version !== version)
      throw new ProblemError('rollout.changed', `The roll-out is ${row.state} by now, in version ${row.version}`);
    const isGone = row.state === 'finished' && group.document_number !== row.document_number;
    if (!FROM[step].includes(row.state) || isGone)
      throw new ProblemError(
        'rollout.step-not-allowed',
        isGone
          ? 'Another roll-out came after it'
          : `The roll-out is ${row.state}, and ${step} is for ${FROM[step].join(', ')}`,
      );
    if (row.state === 'finished') {
      const { rollout } = await lockGroup(transaction, { groupNumber: group.group_number });
      if (rollout !== null)
        throw new ProblemError('rollout.under-way', `The roll-out ${rollout.rollout_id} is ${rollout.state}`);
    }
    const taken: Taken = { step, note, atMs: parts.clock.nowMs(), by: { actor, client } };
    await apply({ transaction, parts, group, row, taken }, step);
  });
}

/**
 * Does with a roll-out that runs what is due by itself: halts it when too many gateways failed, advances it when its time is up.
 *
 * @returns what was done
 */
export async function sweepRollout(parts: RolloutParts, rolloutId: number): Promise<'go-on' | 'advance' | 'halt'> {
  return await parts.database.transaction().execute(async (transaction) => {
    const locked = await lockRollout(transaction, rolloutId);
    if (locked?.row.state !== 'running') return 'go-on';
    const { group, row } = locked;
    const atMs = parts.clock.nowMs();
    const judged = judgeRollout(
      {
        ...{ soakMinutes: row.soak_minutes, haltAbovePercent: row.halt_above_percent },
        ...{ tolerated: row.tolerated, stepAtMs: row.step_at_ms },
      },
      await countGateways(transaction, countedOf(row), atMs),
      atMs,
    );
    const taking = { transaction, parts, group, row };
    switch (judged.verdict) {
      case 'go-on':
        break;
      case 'advance':
        await advance({ ...taking, taken: { step: 'advance', atMs, by: null, note: null } });
        break;
      case 'halt':
        await change(
          { ...taking, taken: { step: 'halt', atMs, by: null, note: judged.reason } },
          { state: 'halted', reason: judged.reason },
        );
        break;
      default:
        judged satisfies never;
    }
    return judged.verdict;
  });
}

/** Looks at all roll-outs that run. @returns those that halted */
export async function sweepRollouts(parts: RolloutParts): Promise<number[]> {
  const running = await parts.database
    .selectFrom('rollouts')
    .select('rollout_id')
    .where('state', '=', 'running')
    .orderBy('rollout_id')
    .execute();
  const halted: number[] = [];
  for (const { rollout_id: rolloutId } of running)
    if ((await sweepRollout(parts, rolloutId)) === 'halt') halted.push(rolloutId);
  return halted;
}
