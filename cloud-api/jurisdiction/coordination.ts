import { CaseId, CaseSummary, EpochMs, Slug } from '@lamppost/contracts';
import { sql, type Transaction } from 'kysely';
import { z } from 'zod';
import { mayDo } from '../access/actor.js';
import type { Asker } from '../access/asker.js';
import type { AuditAction } from '../audit/audit-entry.js';
import type { AuditLog } from '../audit/audit-log.js';
import { subjectOf } from '../cases/life/take-step.js';
import { toCaseSummary } from '../cases/list-cases.js';
import { writeAct } from '../cases/write-act.js';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { CloudTables } from '../database/schema.js';
import { ProblemError } from '../errors/problem-error.js';
import { Routing } from './route.js';

/** What a bureau says of a case that several claim. */
export const Position = z.object({
  bureauId: Slug,
  claim: z.enum(['ours', 'not-ours']),
  words: z.string(),
  displayName: z.string(),
  atMs: EpochMs,
});

/** Which bureau was given the case, and why. */
export const Decision = z.object({ bureauId: Slug, words: z.string(), displayName: z.string(), atMs: EpochMs });

/** A case without a bureau: how it was routed, what the bureaus say, and what was decided. */
export const Coordination = z.object({
  caseId: CaseId,
  bureauId: z.string().nullable(),
  routing: Routing.nullable(),
  positions: z.array(Position),
  decision: Decision.nullable(),
});
export type Coordination = z.infer<typeof Coordination>;

/** A case that no bureau has, as a list shows it. */
export const UnplacedCase = CaseSummary.extend({
  areaId: z.string().nullable(),
  /** Bureaus that have the power over it. */
  claimantIds: z.array(z.string()),
  /** Those that have said whether it is theirs. */
  heardIds: z.array(z.string()),
  /** Why it has no bureau, in words. */
  zh: z.string(),
  en: z.string(),
});
export type UnplacedCase = z.infer<typeof UnplacedCase>;

/** Who asks about which case. */
interface Asked extends Asker {
  readonly caseId: string;
}
interface Parts {
  readonly database: CloudDatabase;
  readonly clock: Clock;
  readonly audit: AuditLog;
}

/** The row of a case that the actor may see; locked where it is to be changed. */
async function requireCase(
  database: CloudDatabase,
  { actor, caseId }: Pick<Asked, 'actor' | 'caseId'>,
  isLocked: boolean,
) {
  const query = database.selectFrom('cases').selectAll().where('case_id', '=', caseId);
  const row = await (isLocked ? query.forUpdate() : query).executeTakeFirst();
  if (row === undefined || !mayDo(actor, 'case.read', subjectOf(row)))
    throw new ProblemError('case.not-found', `There is no case ${caseId}`);
  return row;
}

/** Writes what was said or decided into the history of the case and into the audit log. */
async function write(
  transaction: Transaction<CloudTables>,
  { audit }: Pick<Parts, 'audit'>,
  { actor, requestId, client, caseId, words }: Asked & { readonly words: string },
  done: { readonly action: AuditAction; readonly atMs: number; readonly what: Readonly<Record<string, string>> },
): Promise<void> {
  const { action, atMs, what } = done;
  const { accountId, displayName, bureauId } = actor;
  await writeAct(transaction, caseId, {
    ...{ act: action, atMs, accountId, displayName, bureauId, note: words, what, requestId, client },
  });
  await audit.append(transaction, {
    ...{ who: actor, action, subject: { kind: 'case', id: caseId }, why: words, from: client },
    what: { ...what, requestId },
  });
}

/** A page of the cases that no bureau has, the newest first: those of a status, within what the actor may see. */
export async function listUnplaced(
  database: CloudDatabase,
  { actor }: Pick<Asker, 'actor'>,
  page: { readonly status: 'overlap' | 'none'; readonly limit: number; readonly before: number | null },
): Promise<{ cases: UnplacedCase[]; nextBefore: number | null }> {
  let query = database
    .selectFrom('cases')
    .selectAll()
    .select((related) =>
      related
        .selectFrom('coordination_positions')
        .whereRef('coordination_positions.case_id', '=', 'cases.case_id')
        .select(sql<string[]>`coalesce(array_agg(bureau_id order by bureau_id), '{}')`.as('heard'))
        .as('heard'),
    )
    .where('bureau_id', 'is', null)
    .where('routing_status', '=', page.status);
  if (actor.bureauId !== null)
    query = query.where(sql<boolean>`routing -> 'bureauIds' @> ${JSON.stringify([actor.bureauId])}::jsonb`);
  if (actor.areaIds !== null) query = query.where(sql<boolean>`area_id = any(${[...actor.areaIds]}::text[])`);
  if (page.before !== null) query = query.where('case_number', '<', page.before);
  const rows = await query
    .orderBy('case_number', 'desc')
    .limit(page.limit + 1)
    .execute();
  const shown = rows.slice(0, page.limit);
  return {
    cases: shown.map((row) => ({
      ...toCaseSummary(row),
      areaId: row.area_id,
      claimantIds: row.routing?.bureauIds ?? [],
      heardIds: row.heard ?? [],
      zh: row.routing?.zh ?? '',
      en: row.routing?.en ?? '',
    })),
    nextBefore: rows.length > page.limit ? (shown.at(-1)?.case_number ?? null) : null,
  };
}

/** What stands about the bureau of a case. @throws ProblemError `case.not-found` */
export async function readCoordination(
  database: CloudDatabase,
  asked: Pick<Asked, 'actor' | 'caseId'>,
): Promise<Coordination> {
  const { caseId } = asked;
  const row = await requireCase(database, asked, false);
  const [positions, decision] = await Promise.all([
    database
      .selectFrom('coordination_positions')
      .selectAll()
      .where('case_id', '=', caseId)
      .orderBy('bureau_id')
      .execute(),
    database.selectFrom('coordination_decisions').selectAll().where('case_id', '=', caseId).executeTakeFirst(),
  ]);
  const common = (from: { bureau_id: string; words: string; display_name: string; at_ms: number }) => ({
    ...{ bureauId: from.bureau_id, words: from.words, displayName: from.display_name, atMs: from.at_ms },
  });
  return {
    caseId,
    bureauId: row.bureau_id,
    routing: row.routing,
    positions: positions.map((position) => ({ ...common(position), claim: position.claim })),
    decision: decision === undefined ? null : common(decision),
  };
}

/**
 * Notes what the actor's bureau says of a case that it is among the claimants of; what it said before is replaced, and stays in the history of the case.
 *
 * @throws ProblemError `case.not-found`, `coordination.not-yours`, `coordination.decided`
 */
export async function takePosition(
  parts: Parts,
  asked: Asked & { readonly claim: 'ours' | 'not-ours'; readonly words: string },
): Promise<void> {
  const { database, clock } = parts;
  const { actor, caseId, claim, words } = asked;
  await database.transaction().execute(async (transaction) => {
    const row = await requireCase(transaction, asked, true);
    if (row.bureau_id !== null) throw new ProblemError('coordination.decided', `${caseId} belongs to ${row.bureau_id}`);
    const { bureauId } = actor;
    if (bureauId === null || row.routing?.bureauIds.includes(bureauId) !== true)
      throw new ProblemError('coordination.not-yours', `${bureauId ?? 'no bureau'} does not claim ${caseId}`);
    const atMs = clock.nowMs();
    const said = { claim, words, account_id: actor.accountId, display_name: actor.displayName, at_ms: atMs };
    await transaction
      .insertInto('coordination_positions')
      .values({ case_id: caseId, bureau_id: bureauId, ...said })
      .onConflict((conflict) => conflict.columns(['case_id', 'bureau_id']).doUpdateSet(said))
      .execute();
    await write(transaction, parts, asked, { action: 'coordination.position', atMs, what: { bureauId, claim } });
  });
}

/**
 * Gives a case that several or no bureaus had the power over to one, once: of two who decide at a time the first wins.
 *
 * @throws ProblemError `case.not-found`, `coordination.decided`, `bureau.not-found`
 */
export async function decideBureau(
  parts: Parts,
  asked: Asked & { readonly bureauId: string; readonly words: string },
): Promise<void> {
  const { database, clock } = parts;
  const { actor, caseId, bureauId, words } = asked;
  await database.transaction().execute(async (transaction) => {
    const row = await requireCase(transaction, asked, true);
    if (row.bureau_id !== null || row.from_bureau_id !== null)
      throw new ProblemError(
        'coordination.decided',
        `${caseId} belongs to ${row.bureau_id ?? row.from_bureau_id ?? ''}`,
      );
    const known = await transaction
      .selectFrom('bureaus')
      .select('bureau_id')
      .where('bureau_id', '=', bureauId)
      .executeTakeFirst();
    if (known === undefined) throw new ProblemError('bureau.not-found', `There is no bureau ${bureauId}`);
    const atMs = clock.nowMs();
    await transaction
      .insertInto('coordination_decisions')
      .values({
        case_id: caseId,
        bureau_id: bureauId,
        words,
        account_id: actor.accountId,
        display_name: actor.displayName,
        at_ms: atMs,
      })
      .execute();
    // A new version: whoever was about to take a step without a bureau looks again.
    await transaction
      .updateTable('cases')
      .set({ bureau_id: bureauId, version: row.version + 1 })
      .where('case_id', '=', caseId)
      .execute();
    await write(transaction, parts, asked, { action: 'coordination.decide', atMs, what: { bureauId } });
  });
}
