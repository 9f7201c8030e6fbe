import { sql, type Selectable, type Transaction } from 'kysely';
import type { GatewayGroupsTable, RolloutsTable } from '../database/rollout-tables.js';
import type { CloudTables } from '../database/schema.js';
import { ProblemError } from '../errors/problem-error.js';
import { chooseShare } from './choose-share.js';

/** A group, locked, and the roll-out that is under way for it, if any. */
export interface LockedGroup {
  readonly group: Selectable<GatewayGroupsTable>;
  readonly rollout: Selectable<RolloutsTable> | null;
}

/**
 * Locks a group: whatever changes what its gateways go by does so first, and one after another.
 *
 * @throws ProblemError `group.not-found`
 */
export async function lockGroup(
  transaction: Transaction<CloudTables>,
  by: { readonly groupNumber: number } | { readonly groupId: string },
): Promise<LockedGroup> {
  const group = await transaction
    .selectFrom('gateway_groups')
    .selectAll()
    .where((eb) => ('groupId' in by ? eb('group_id', '=', by.groupId) : eb('group_number', '=', by.groupNumber)))
    .forUpdate()
    .executeTakeFirst();
  if (group === undefined)
    throw new ProblemError('group.not-found', `There is no group ${'groupId' in by ? by.groupId : ''}`);
  const rollout = await transaction
    .selectFrom('rollouts')
    .selectAll()
    .where('group_number', '=', group.group_number)
    .where('state', 'in', ['running', 'paused', 'halted'])
    .executeTakeFirst();
  return { group, rollout: rollout ?? null };
}

/** Gateways and the documents that they are to go by, null for the files on the boxes. */
type Wanted = readonly { readonly gatewayId: string; readonly documentNumber: number | null }[];

/**
 * Issues assignments to those of these gateways that go by something else so far, or, where `isAnew`, to all. The serial is above every earlier one,
 * and by the time of day, so that it also is when the database was brought back from a copy.
 *
 * @returns how many were issued
 */
export async function issueAssignments(
  transaction: Transaction<CloudTables>,
  {
    group,
    wanted,
    atMs,
    isAnew = false,
  }: { group: LockedGroup['group']; wanted: Wanted; atMs: number; isAnew?: boolean },
): Promise<number> {
  if (wanted.length === 0) return 0;
  const { rows } = await sql<{ gateway_id: string }>`
    insert into gateway_assignments as a (gateway_id, kind, document_number, serial, issued_at_ms)
    select w.gateway_id, ${group.kind}::text, w.document_number, case when w.document_number is null then 0 else ${atMs}::bigint end, ${atMs}::bigint
    from unnest(${wanted.map(({ gatewayId }) => gatewayId)}::text[], ${wanted.map(({ documentNumber }) => documentNumber)}::bigint[])
      as w (gateway_id, document_number)
    order by w.gateway_id
    on conflict (gateway_id, kind) do update set document_number = excluded.document_number, issued_at_ms = excluded.issued_at_ms,
      serial = greatest(a.serial + 1, ${atMs}::bigint), is_fetched = false, outcome = null, problem = null, problems = 0, outcome_at_ms = null
    where ${sql.lit(isAnew)} or a.document_number is distinct from excluded.document_number
    returning gateway_id`.execute(transaction);
  return rows.length;
}

/**
 * Gives each gateway of a group what it is to go by now: the document of the roll-out under way to those that its share reaches, or has reached
 * before, and to the others what the group goes by.
 *
 * @returns how many assignments were issued
 */
export async function assignGroup(
  transaction: Transaction<CloudTables>,
  { group, rollout }: LockedGroup,
  atMs: number,
): Promise<number> {
  const members = await transaction
    .selectFrom('gateway_group_members as m')
    .leftJoin('gateway_assignments as a', (join) =>
      join.onRef('a.gateway_id', '=', 'm.gateway_id').onRef('a.kind', '=', 'm.kind'),
    )
    .select(['m.gateway_id', 'a.document_number'])
    .where('m.group_number', '=', group.group_number)
    .execute();
  const ids = members.map((member) => member.gateway_id);
  const share = rollout === null ? new Set() : chooseShare(rollout.rollout_id, ids, rollout.steps[rollout.step] ?? 0);
  const wanted = members.map((member) => {
    const isReached =
      rollout !== null &&
      // Who joins the group later must not push out those that go by it already.
      (share.has(member.gateway_id) || member.document_number === rollout.document_number);
    return {
      gatewayId: member.gateway_id,
      documentNumber: isReached ? rollout.document_number : group.document_number,
    };
  });
  return await issueAssignments(transaction, { group, wanted, atMs });
}
