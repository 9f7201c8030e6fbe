import { DocumentKind, Slug } from '@lamppost/contracts';
import { sql, type Transaction } from 'kysely';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import type { Asker } from '../access/asker.js';
import { cutPage } from '../cases/cursor.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { CloudTables } from '../database/schema.js';
import { ProblemError } from '../errors/problem-error.js';
import { assignGroup, issueAssignments, lockGroup } from './assign.js';
import { maySee, requirePublisher, type RolloutParts } from './documents.js';
import type { GatewayGroup, GatewayGroupPage } from './rollout.js';

/** A group to be made. */
export const NewGroup = z.strictObject({
  groupId: Slug,
  name: z.string().trim().min(1).max(100),
  kind: DocumentKind,
  /** Whose it is; null: the town's. */
  bureauId: Slug.nullable().default(null),
});
export type NewGroup = z.infer<typeof NewGroup>;

const GatewayIds = z.array(Slug).max(2_000).default([]);
/** What is to be changed. */
export const GroupChange = z.strictObject({
  name: NewGroup.shape.name.optional(),
  add: GatewayIds,
  /** They go by the files on their boxes then. */
  remove: GatewayIds,
});
export type GroupChange = z.infer<typeof GroupChange>;

function groupsOf(database: CloudDatabase) {
  return database
    .selectFrom('gateway_groups as g')
    .leftJoin('documents as d', 'd.document_number', 'g.document_number')
    .leftJoin('document_lines as l', 'l.line_number', 'd.line_number')
    .selectAll('g')
    .select(['l.name as document_name', 'd.version as document_version', 'd.sha256'])
    .select(
      sql<number>`(select count(*) from gateway_group_members m where m.group_number = g.group_number)`.as('gateways'),
    )
    .select(
      sql<number | null>`(select r.rollout_id from rollouts r where r.group_number = g.group_number
        and r.state in ('running', 'paused', 'halted'))`.as('rollout_id'),
    );
}

function toGroup(row: Awaited<ReturnType<ReturnType<typeof groupsOf>['executeTakeFirstOrThrow']>>): GatewayGroup {
  const { document_name: name, document_version: version, sha256 } = row;
  return {
    ...{ groupId: row.group_id, name: row.name, kind: row.kind, bureauId: row.bureau_id, version: row.version },
    gateways: row.gateways,
    document: name === null || version === null || sha256 === null ? null : { name, version, sha256 },
    rolloutId: row.rollout_id,
    createdAtMs: row.created_at_ms,
  };
}

/** One group that somebody may see. @throws ProblemError `group.not-found` */
export async function readGroup(
  database: CloudDatabase,
  actor: Pick<Actor, 'bureauId'>,
  groupId: string,
): Promise<GatewayGroup> {
  const row = await groupsOf(database).where('g.group_id', '=', groupId).executeTakeFirst();
  if (row === undefined || !maySee(actor, row.bureau_id))
    throw new ProblemError('group.not-found', `There is no group ${groupId}`);
  return toGroup(row);
}

/** A page of groups that somebody may see, newest first: those below `before`, at most `limit`. */
export async function listGroups(
  database: CloudDatabase,
  actor: Pick<Actor, 'bureauId'>,
  page: { readonly limit: number; readonly before: number | null; readonly kind: DocumentKind | undefined },
): Promise<GatewayGroupPage> {
  const { limit, before, kind } = page;
  let query = groupsOf(database);
  if (kind !== undefined) query = query.where('g.kind', '=', kind);
  if (before !== null) query = query.where('g.group_number', '<', before);
  if (actor.bureauId !== null)
    query = query.where((eb) => eb.or([eb('g.bureau_id', 'is', null), eb('g.bureau_id', '=', actor.bureauId)]));
  const rows = await query
    .orderBy('g.group_number', 'desc')
    .limit(limit + 1)
    .execute();
  const { shown, nextCursor } = cutPage(rows, limit, (row) => row.group_number);
  return { groups: shown.map(toGroup), nextCursor };
}

/**
 * Makes an empty group. Which gateways belong to whom is for the town to say, so this and the next are for those who are limited to no bureau.
 *
 * @throws ProblemError `access.not-allowed`, `bureau.not-found`, `group.id-taken`
 */
export async function addGroup(parts: RolloutParts, { actor, client }: Asker, given: NewGroup): Promise<GatewayGroup> {
  const { groupId, name, kind, bureauId } = given;
  requirePublisher(actor, kind, null);
  return await parts.database.transaction().execute(async (transaction) => {
    if (bureauId !== null) {
      const bureaus = transaction.selectFrom('bureaus').select('bureau_id');
      if ((await bureaus.where('bureau_id', '=', bureauId).executeTakeFirst()) === undefined)
        throw new ProblemError('bureau.not-found', `There is no bureau ${bureauId}`);
    }
    const made = await transaction
      .insertInto('gateway_groups')
      .values({
        ...{ group_id: groupId, name, kind, bureau_id: bureauId, version: 1, document_number: null },
        created_at_ms: parts.clock.nowMs(),
      })
      .onConflict((conflict) => conflict.column('group_id').doNothing())
      .returning('group_number')
      .executeTakeFirst();
    if (made === undefined) throw new ProblemError('group.id-taken', `There is a group ${groupId} already`);
    await parts.audit.append(transaction, {
      ...{ action: 'group.change', who: actor, from: client, subject: { kind: 'gateway-group', id: groupId } },
      what: { made: true, name, kind, bureauId },
    });
    return await readGroup(transaction, actor, groupId);
  });
}

async function requireFree(
  transaction: Transaction<CloudTables>,
  kind: DocumentKind,
  gatewayIds: readonly string[],
  groupNumber: number,
): Promise<void> {
  const known = await transaction
    .selectFrom('gateway_keys')
    .select('gateway_id')
    .distinct()
    .where('gateway_id', 'in', gatewayIds)
    .execute();
  const unknown = gatewayIds.find((gatewayId) => !known.some((row) => row.gateway_id === gatewayId));
  if (unknown !== undefined) throw new ProblemError('group.gateway-unknown', `${unknown} was never enrolled`);
  const taken = await transaction
    .selectFrom('gateway_group_members')
    .innerJoin('gateway_groups', 'gateway_groups.group_number', 'gateway_group_members.group_number')
    .select(['gateway_id', 'gateway_groups.group_id'])
    .where('gateway_group_members.kind', '=', kind)
    .where('gateway_id', 'in', gatewayIds)
    .where('gateway_group_members.group_number', '<>', groupNumber)
    .executeTakeFirst();
  if (taken !== undefined)
    throw new ProblemError('group.gateway-taken', `${taken.gateway_id} is in the group ${taken.group_id}`);
}

/**
 * Changes the name of a group, and which gateways are in it, if the asker saw its present version. Who comes gets what the group goes by, and who
 * goes, the file on its box.
 *
 * @throws ProblemError `access.not-allowed`, `group.not-found`, `group.changed`, `group.gateway-unknown`, `group.gateway-taken`
 */
export async function changeGroup(
  parts: RolloutParts,
  { actor, client }: Asker,
  asked: { readonly groupId: string; readonly version: number; readonly change: GroupChange },
): Promise<GatewayGroup> {
  const { groupId, version, change } = asked;
  const { name, remove } = change;
  const add = [...new Set(change.add)];
  return await parts.database.transaction().execute(async (transaction) => {
    // One at a time over all groups: two that take the same gateway would else not see each other.
    await sql`select pg_advisory_xact_lock(hashtextextended('lamppost gateway groups', 0))`.execute(transaction);
    const locked = await lockGroup(transaction, { groupId });
    const { group } = locked;
    if (!maySee(actor, group.bureau_id)) throw new ProblemError('group.not-found', `There is no group ${groupId}`);
    requirePublisher(actor, group.kind, null);
    if (group.version !== version)
      throw new ProblemError('group.changed', `The group ${groupId} is in version ${group.version} by now`);
    const atMs = parts.clock.nowMs();
    if (remove.length > 0) {
      const gone = await transaction
        .deleteFrom('gateway_group_members')
        .where('group_number', '=', group.group_number)
        .where('gateway_id', 'in', remove)
        .returning('gateway_id')
        .execute();
      const wanted = gone.map((row) => ({ gatewayId: row.gateway_id, documentNumber: null }));
      await issueAssignments(transaction, { group, wanted, atMs });
    }
    if (add.length > 0) {
      await requireFree(transaction, group.kind, add, group.group_number);
      await transaction
        .insertInto('gateway_group_members')
        .values(add.map((gatewayId) => ({ gateway_id: gatewayId, kind: group.kind, group_number: group.group_number })))
        .onConflict((conflict) => conflict.columns(['gateway_id', 'kind']).doNothing())
        .execute();
    }
    await transaction
      .updateTable('gateway_groups')
      .set({ version: version + 1, name: name ?? group.name })
      .where('group_number', '=', group.group_number)
      .execute();
    await assignGroup(transaction, locked, atMs);
    await parts.audit.append(transaction, {
      ...{ action: 'group.change', who: actor, from: client, subject: { kind: 'gateway-group', id: groupId } },
      what: { ...(name === undefined ? {} : { name }), add, remove },
    });
    return await readGroup(transaction, actor, groupId);
  });
}
