import { Slug } from '@lamppost/contracts';
import { sql } from 'kysely';
import type { Actor } from '../access/actor.js';
import type { CloudDatabase } from '../database/open-database.js';
import { readGroup } from './groups.js';
import type { GroupGateway, GroupGatewayPage, Standing } from './rollout.js';

/** A gateway that fetched what it is to go by and has not asked for so long is shown as silent. */
const SILENT_MS = 15 * 60_000;

/** Reads a place in the list of gateways: the last gateway of the page before; null when it is none. */
export function decodeGatewayCursor(cursor: string): string | null {
  return Slug.safeParse(cursor).data ?? null;
}

/**
 * A page of the gateways of a group by their IDs, those after `after`, at most `limit`: what each is to go by, and what it made of it.
 *
 * @throws ProblemError `group.not-found`
 */
export async function listGroupGateways(
  database: CloudDatabase,
  actor: Pick<Actor, 'bureauId'>,
  page: {
    readonly groupId: string;
    readonly limit: number;
    readonly after: string | null;
    readonly standing: Standing | undefined;
    readonly nowMs: number;
  },
): Promise<GroupGatewayPage> {
  const { groupId, limit, after, standing, nowMs } = page;
  await readGroup(database, actor, groupId);
  const standings = sql<Standing>`case when a.document_number is null then 'local' when a.outcome = 'refused' then 'refused'
    when a.is_fetched and a.asked_at_ms < ${nowMs - SILENT_MS}::bigint then 'silent'
    when a.outcome = 'taken' then 'taken' when a.is_fetched then 'waiting' else 'unheard' end`;
  let query = database
    .selectFrom('gateway_group_members as m')
    .innerJoin('gateway_groups as g', 'g.group_number', 'm.group_number')
    .leftJoin('gateway_assignments as a', (join) =>
      join.onRef('a.gateway_id', '=', 'm.gateway_id').onRef('a.kind', '=', 'm.kind'),
    )
    .leftJoin('documents as d', 'd.document_number', 'a.document_number')
    .leftJoin('document_lines as l', 'l.line_number', 'd.line_number')
    .select(['m.gateway_id', 'l.name', 'd.version', 'd.sha256'])
    .select(['a.problem', 'a.problems', 'a.outcome_at_ms', 'a.asked_at_ms', standings.as('standing')])
    .where('g.group_id', '=', groupId);
  if (after !== null) query = query.where('m.gateway_id', '>', after);
  if (standing !== undefined) query = query.where(standings, '=', standing);
  const rows = await query
    .orderBy('m.gateway_id')
    .limit(limit + 1)
    .execute();
  const gateways = rows.slice(0, limit).map((row): GroupGateway => {
    const { name, version, sha256 } = row;
    return {
      gatewayId: row.gateway_id,
      document: name === null || version === null || sha256 === null ? null : { name, version, sha256 },
      ...{ standing: row.standing, problem: row.problem, problems: row.problems ?? 0 },
      ...{ outcomeAtMs: row.outcome_at_ms, askedAtMs: row.asked_at_ms },
    };
  });
  return { gateways, nextCursor: rows.length > limit ? (gateways.at(-1)?.gatewayId ?? null) : null };
}
