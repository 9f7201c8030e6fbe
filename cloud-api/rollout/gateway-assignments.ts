import type { Assignment, AssignmentOutcome, DocumentKind, SignedAssignment } from '@lamppost/contracts';
import { sql } from 'kysely';
import type { CloudDatabase } from '../database/open-database.js';
import type { ReceiptSigner } from '../ingest/receipt-signer.js';
import { sweepRollout } from './take-rollout-step.js';
import type { RolloutParts } from './documents.js';

/** How exactly it is known when a gateway last asked: it is written no more often than this. */
const ASKED_EVERY_MS = 30_000;

/** A kind that a gateway takes from the cloud, and the serial of the last assignment that it knows; 0 for none. */
export interface AskedKind {
  readonly kind: DocumentKind;
  readonly serial: number;
}

/** Notes that the gateway asked. An assignment older than one that it knows, as after the database was brought back from a copy, is issued anew. */
async function noteAsked(
  database: CloudDatabase,
  gatewayId: string,
  { kind, serial, nowMs }: AskedKind & { readonly nowMs: number },
): Promise<void> {
  await sql`
    insert into gateway_assignments as a (gateway_id, kind, document_number, serial, issued_at_ms, asked_at_ms, is_fetched)
    values (${gatewayId}, ${kind}, null, case when ${serial}::bigint = 0 then 0 else ${serial}::bigint + 1 end, ${nowMs}, ${nowMs}, true)
    on conflict (gateway_id, kind) do update set asked_at_ms = excluded.asked_at_ms, is_fetched = true,
      serial = case when a.serial < ${serial}::bigint then greatest(${serial}::bigint + 1, ${nowMs}::bigint) else a.serial end,
      outcome = case when a.serial < ${serial}::bigint then null else a.outcome end
    where not a.is_fetched or a.serial < ${serial}::bigint or coalesce(a.asked_at_ms, 0) < ${nowMs - ASKED_EVERY_MS}::bigint`.execute(
    database,
  );
}

/** What a gateway is to go by, of the kinds that it takes, signed: it is the same, byte for byte, until it is issued anew. */
export async function readAssignments(
  parts: { readonly database: CloudDatabase; readonly signer: Pick<ReceiptSigner, 'signJson'> },
  asked: { readonly gatewayId: string; readonly kinds: readonly AskedKind[]; readonly nowMs: number },
): Promise<SignedAssignment[]> {
  const { gatewayId, kinds, nowMs } = asked;
  for (const one of kinds) await noteAsked(parts.database, gatewayId, { ...one, nowMs });
  if (kinds.length === 0) return [];
  const rows = await parts.database
    .selectFrom('gateway_assignments as a')
    .leftJoin('documents as d', 'd.document_number', 'a.document_number')
    .leftJoin('document_lines as l', 'l.line_number', 'd.line_number')
    .select(['a.kind', 'a.serial', 'a.issued_at_ms', 'l.name', 'd.version', 'd.sha256', 'd.size_bytes'])
    .where('a.gateway_id', '=', gatewayId)
    .where(
      'a.kind',
      'in',
      kinds.map(({ kind }) => kind),
    )
    .where('a.serial', '>', 0)
    .orderBy('a.kind')
    .execute();
  return rows.map(({ kind, serial, name, version, sha256, size_bytes: sizeBytes, ...row }) => {
    const hasDocument = name !== null && version !== null && sha256 !== null && sizeBytes !== null;
    const assignment: Assignment = {
      ...{ schema: 'lamppost.assignment/1', gatewayId, kind, serial, issuedAtMs: row.issued_at_ms },
      document: hasDocument ? { name, version, sha256, sizeBytes } : null,
    };
    return { assignment, ...parts.signer.signJson(assignment) };
  });
}

/** The bytes of a document that a gateway is to go by; null when it is to go by none with this hash. */
export async function readAssignedContent(
  database: CloudDatabase,
  { gatewayId, sha256 }: { readonly gatewayId: string; readonly sha256: string },
): Promise<Buffer | null> {
  const row = await database
    .selectFrom('gateway_assignments as a')
    .innerJoin('documents as d', 'd.document_number', 'a.document_number')
    .select('d.content')
    .where('a.gateway_id', '=', gatewayId)
    .where('d.sha256', '=', sha256)
    .executeTakeFirst();
  return row?.content ?? null;
}

/**
 * Takes what a gateway made of its assignment; of an earlier one it means nothing any more. When it refused the document, the roll-out is looked at
 * at once.
 *
 * @returns the roll-out that halted on it; null when none did
 */
export async function takeOutcome(
  parts: RolloutParts,
  { gatewayId, outcome }: { readonly gatewayId: string; readonly outcome: AssignmentOutcome },
): Promise<number | null> {
  const { kind, serial, result, problem, problems, atMs } = outcome;
  const { database } = parts;
  const noted = await database
    .updateTable('gateway_assignments')
    .set({
      outcome: result,
      problem,
      problems,
      outcome_at_ms: atMs,
      asked_at_ms: parts.clock.nowMs(),
      is_fetched: true,
    })
    .where('gateway_id', '=', gatewayId)
    .where('kind', '=', kind)
    .where('serial', '=', serial)
    .executeTakeFirst();
  if (noted.numUpdatedRows === 0n || result === 'taken') return null;
  const rollout = await database
    .selectFrom('gateway_group_members as m')
    .innerJoin('rollouts as r', 'r.group_number', 'm.group_number')
    .select('r.rollout_id')
    .where('m.gateway_id', '=', gatewayId)
    .where('m.kind', '=', kind)
    .where('r.state', '=', 'running')
    .executeTakeFirst();
  if (rollout === undefined) return null;
  return (await sweepRollout(parts, rollout.rollout_id)) === 'halt' ? rollout.rollout_id : null;
}
