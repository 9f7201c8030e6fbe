import { sql } from 'kysely';
import type { Actor } from '../access/actor.js';
import { cutPage } from '../cases/cursor.js';
import type { CloudDatabase } from '../database/open-database.js';
import { ProblemError } from '../errors/problem-error.js';
import { maySee } from './documents.js';
import type { Rollout, RolloutCounts, RolloutHistory, RolloutPage, RolloutState } from './rollout.js';

/** Steps of a roll-out that are shown, at most. */
const MOST_STEPS = 100;

function rolloutsOf(database: CloudDatabase) {
  return database
    .selectFrom('rollouts as r')
    .innerJoin('gateway_groups as g', 'g.group_number', 'r.group_number')
    .innerJoin('documents as d', 'd.document_number', 'r.document_number')
    .innerJoin('document_lines as l', 'l.line_number', 'd.line_number')
    .leftJoin('documents as pd', 'pd.document_number', 'r.previous_document_number')
    .leftJoin('document_lines as pl', 'pl.line_number', 'pd.line_number')
    .selectAll('r')
    .select(['g.group_id', 'g.kind', 'g.bureau_id', 'l.name', 'd.version as document_version', 'd.sha256'])
    .select(['pl.name as previous_name', 'pd.version as previous_version', 'pd.sha256 as previous_sha256']);
}
type RolloutRow = Awaited<ReturnType<ReturnType<typeof rolloutsOf>['executeTakeFirstOrThrow']>>;

/** What is counted of a roll-out. */
export interface Counted {
  readonly groupNumber: number;
  readonly documentNumber: number;
  readonly silentMinutes: number;
}

/** How many gateways of a group stand where with a document. */
export async function countGateways(
  database: CloudDatabase,
  { groupNumber, documentNumber, silentMinutes }: Counted,
  nowMs: number,
): Promise<RolloutCounts> {
  const heardMs = nowMs - silentMinutes * 60_000;
  const { rows } = await sql<Omit<RolloutCounts, 'waiting'>>`
    select count(*) as gateways, count(*) filter (where s.given) as given, count(*) filter (where s.given and s.refused) as refused,
      count(*) filter (where s.given and not s.refused and s.silent) as silent,
      count(*) filter (where s.given and not s.silent and s.taken) as taken,
      count(*) filter (where s.given and not a.is_fetched) as unheard
    from gateway_group_members m
    left join gateway_assignments a on a.gateway_id = m.gateway_id and a.kind = m.kind
    cross join lateral (select coalesce(a.document_number = ${documentNumber}::bigint, false) as given,
      coalesce(a.outcome = 'refused', false) as refused, coalesce(a.outcome = 'taken', false) as taken,
      coalesce(a.is_fetched and a.asked_at_ms < ${heardMs}::bigint, false) as silent) as s
    where m.group_number = ${groupNumber}`.execute(database);
  const [counts] = rows;
  if (counts === undefined) throw new Error('a count gave no row');
  return { ...counts, waiting: counts.given - counts.taken - counts.refused - counts.silent - counts.unheard };
}

async function toRollout(database: CloudDatabase, row: RolloutRow, nowMs: number): Promise<Rollout> {
  const { previous_name: name, previous_version: version, previous_sha256: sha256 } = row;
  const { group_number: groupNumber, document_number: documentNumber, silent_minutes: silentMinutes } = row;
  return {
    ...{ rolloutId: row.rollout_id, groupId: row.group_id, kind: row.kind },
    document: { name: row.name, version: row.document_version, sha256: row.sha256 },
    previous: name === null || version === null || sha256 === null ? null : { name, version, sha256 },
    ...{ state: row.state, version: row.version, steps: row.steps, percent: row.steps[row.step] ?? 100 },
    ...{ stepAtMs: row.step_at_ms, soakMinutes: row.soak_minutes, haltAbovePercent: row.halt_above_percent },
    ...{ silentMinutes, reason: row.reason, startedAtMs: row.started_at_ms },
    counts: await countGateways(database, { groupNumber, documentNumber, silentMinutes }, nowMs),
  };
}

/** One roll-out that somebody may see, with what was done with it. @throws ProblemError `rollout.not-found` */
export async function readRollout(
  database: CloudDatabase,
  actor: Pick<Actor, 'bureauId'>,
  asked: { readonly rolloutId: number; readonly nowMs: number },
): Promise<RolloutHistory> {
  const { rolloutId, nowMs } = asked;
  const row = await rolloutsOf(database).where('r.rollout_id', '=', rolloutId).executeTakeFirst();
  if (row === undefined || !maySee(actor, row.bureau_id))
    throw new ProblemError('rollout.not-found', `There is no roll-out ${rolloutId}`);
  const steps = await database
    .selectFrom('rollout_steps')
    .selectAll()
    .where('rollout_id', '=', rolloutId)
    .orderBy('version', 'desc')
    .limit(MOST_STEPS)
    .execute();
  return {
    ...(await toRollout(database, row, nowMs)),
    history: steps.map(({ step, percent, note, ...by }) => ({
      ...{ step, percent, note, atMs: by.at_ms, accountId: by.account_id, displayName: by.display_name },
    })),
  };
}

/** A page of roll-outs that somebody may see, newest first: those below `before`, at most `limit`. */
export async function listRollouts(
  database: CloudDatabase,
  actor: Pick<Actor, 'bureauId'>,
  page: {
    readonly limit: number;
    readonly before: number | null;
    readonly state: RolloutState | undefined;
    readonly groupId: string | undefined;
    readonly nowMs: number;
  },
): Promise<RolloutPage> {
  const { limit, before, state, groupId, nowMs } = page;
  let query = rolloutsOf(database);
  if (state !== undefined) query = query.where('r.state', '=', state);
  if (groupId !== undefined) query = query.where('g.group_id', '=', groupId);
  if (before !== null) query = query.where('r.rollout_id', '<', before);
  if (actor.bureauId !== null)
    query = query.where((eb) => eb.or([eb('g.bureau_id', 'is', null), eb('g.bureau_id', '=', actor.bureauId)]));
  const rows = await query
    .orderBy('r.rollout_id', 'desc')
    .limit(limit + 1)
    .execute();
  const { shown, nextCursor } = cutPage(rows, limit, (row) => row.rollout_id);
  return {
    rollouts: await Promise.all(shown.map(async (row) => await toRollout(database, row, nowMs))),
    nextCursor,
  };
}
