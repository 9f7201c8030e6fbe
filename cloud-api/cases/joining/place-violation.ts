import type { EvidenceManifest } from '@lamppost/contracts';
import { sql, type Transaction } from 'kysely';
import type { CloudTables } from '../../database/schema.js';
import { startClock } from '../deadlines/case-clock.js';
import { applyStep, clockColumns, PROGRAM_NAME, verdictOf } from '../life/apply-step.js';
import type { DeskSettings } from '../settings/desk-settings.js';
import { readDeskSettings } from '../settings/settings-store.js';
import { decideJoining } from './decide-joining.js';
import { cellsOf, surroundingsOf } from './distance.js';
import { findHistory } from './find-history.js';
import { findJoinable, type FoundCase } from './find-joinable.js';
import { judgeCase } from './judge-case.js';
import type { Sighting } from './same-offence.js';

/** A violation whose package proved itself. */
export interface ViolationToPlace {
  readonly manifest: EvidenceManifest;
  readonly chainQuestion: string | null;
  readonly openedAtMs: number;
  /** Inserts the row of a new case, and gives its ID. */
  openNew(): Promise<string>;
}

/** Where it was placed. */
export interface PlacedViolation {
  readonly status: 'opened' | 'joined';
  readonly caseId: string;
}

/**
 * A violation as it is held against others. Its times are mended by what a time server last said of the gateway's clock, so that two gateways whose
 * clocks differ see one offence at one time.
 */
function toSighting({ device, violation, plate, clock }: EvidenceManifest): Sighting {
  const offsetMs = Math.round(clock.reading?.offsetMs ?? 0);
  return {
    gatewayId: violation.gatewayId,
    sourceId: violation.sourceId,
    matter: violation.matter,
    place: device.place,
    plate: plate?.status === 'read' ? plate.text : null,
    box: violation.subject?.box ?? null,
    startedAtMs: violation.startedAtMs + offsetMs,
    triggeredAtMs: violation.triggeredAtMs + offsetMs,
  };
}

/** What the record of a device leaves open, by name. */
function findDoubts({ device, clock }: EvidenceManifest, chainQuestion: string | null): string[] {
  const { deviceLegalReview, deviceTechReview, sitePublished, signagePosted } = device.legalStatus;
  // 行政处罚法 art. 41(1).
  const conditions = { deviceLegalReview, deviceTechReview, sitePublished, signagePosted };
  return [
    ...Object.entries(conditions).flatMap(([name, isMet]) => (isMet ? [] : [name])),
    ...(clock.synchronised === true ? [] : ['clock']),
    ...(chainQuestion === null ? [] : ['chain']),
  ];
}

async function findOwnCase(transaction: Transaction<CloudTables>, manifest: EvidenceManifest): Promise<string | null> {
  const { gatewayId, violation } = manifest;
  const row = await transaction
    .selectFrom('case_violations')
    .innerJoin('cases', 'cases.case_id', 'case_violations.case_id')
    .select(sql<string>`coalesce(cases.merged_into, cases.case_id)`.as('case_id'))
    .where('case_violations.gateway_id', '=', gatewayId)
    .where('case_violations.violation_id', '=', violation.violationId)
    .executeTakeFirst();
  return row?.case_id ?? null;
}

async function insertViolation(
  transaction: Transaction<CloudTables>,
  { manifest, chainQuestion }: ViolationToPlace,
  sighting: Sighting,
  caseId: string,
): Promise<void> {
  const { violation, rules } = manifest;
  const { state } = await transaction
    .selectFrom('cases')
    .select('state')
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  await transaction
    .insertInto('case_violations')
    .values({
      gateway_id: violation.gatewayId,
      violation_id: violation.violationId,
      case_id: caseId,
      matter: violation.matter,
      rule_id: violation.ruleId,
      rules_sha256: rules.sha256,
      rules_version: rules.version ?? null,
      source_id: violation.sourceId,
      zone_id: violation.zoneId,
      lng: sighting.place.lng,
      lat: sighting.place.lat,
      plate: sighting.plate,
      box: sighting.box === null ? null : JSON.stringify(sighting.box),
      doubts: JSON.stringify(findDoubts(manifest, chainQuestion)),
      severity: violation.severity,
      started_at_ms: sighting.startedAtMs,
      triggered_at_ms: sighting.triggeredAtMs,
      ...verdictOf(state, undefined),
    })
    .execute();
}

async function beginLife(
  transaction: Transaction<CloudTables>,
  settings: DeskSettings,
  opened: { caseId: string; atMs: number; sighting: Sighting; zoneId: string | null; closed: readonly FoundCase[] },
): Promise<void> {
  const { caseId, atMs, sighting, zoneId, closed } = opened;
  const { repeatDays, matters } = settings.joining;
  const rule = matters[sighting.matter];
  const history = await findHistory(transaction, rule, { repeatDays, sighting, zoneId });
  const continued = closed.at(-1);
  const clock = startClock(settings, { state: 'candidate', atMs, running: null, deleteWithinDays: null });
  await transaction
    .updateTable('cases')
    .set({
      ...clockColumns(settings, clock),
      previous_case_id: continued?.caseId ?? history.previousCaseId,
      continues_previous: continued !== undefined,
      repeat_count: history.repeatCount,
    })
    .where('case_id', '=', caseId)
    .execute();
}

async function absorb(
  transaction: Transaction<CloudTables>,
  settings: DeskSettings,
  merged: { caseIds: readonly string[]; into: string; atMs: number },
): Promise<void> {
  for (const caseId of merged.caseIds) {
    const row = await transaction
      .selectFrom('cases')
      .selectAll()
      .where('case_id', '=', caseId)
      .executeTakeFirstOrThrow();
    await applyStep(transaction, settings, row, {
      step: 'merge',
      atMs: merged.atMs,
      accountId: null,
      displayName: PROGRAM_NAME,
      note: 'A later package shows that both are one offence',
      otherCaseId: merged.into,
    });
  }
}

/**
 * Finds the case that a violation belongs to, or opens one: what shows the same offence within the window joins the open case; what repeats a
 * closed one is linked to it. The severity is judged again. Replicas that place violations of one neighbourhood do so one after the other.
 */
export async function placeViolation(
  transaction: Transaction<CloudTables>,
  placed: ViolationToPlace,
): Promise<PlacedViolation> {
  const { manifest, openedAtMs: atMs } = placed;
  const own = await findOwnCase(transaction, manifest);
  if (own !== null) return { status: 'joined', caseId: own };
  const { settings } = await readDeskSettings(transaction);
  const { joining } = settings;
  const sighting = toSighting(manifest);
  const cells = cellsOf(surroundingsOf(sighting.place, joining.matters[sighting.matter].radiusM));
  const locks = cells.map((cell) => `place ${sighting.matter} ${cell}`);
  await sql`select pg_advisory_xact_lock(hashtextextended(cell, 0)) from unnest(${locks}::text[]) as cell`.execute(
    transaction,
  );
  const found = await findJoinable(transaction, joining, sighting);
  const decision = decideJoining(
    joining,
    sighting,
    found.filter(({ isOpen }) => isOpen),
  );
  if (decision.kind === 'join') {
    const { caseId, absorbedCaseIds: caseIds } = decision;
    await absorb(transaction, settings, { caseIds, into: caseId, atMs });
    await insertViolation(transaction, placed, sighting, caseId);
    await judgeCase(transaction, settings, caseId);
    return { status: 'joined', caseId };
  }
  const caseId = await placed.openNew();
  const closed = found.filter(({ isOpen }) => !isOpen);
  await beginLife(transaction, settings, { caseId, atMs, sighting, zoneId: manifest.violation.zoneId, closed });
  await insertViolation(transaction, placed, sighting, caseId);
  await judgeCase(transaction, settings, caseId);
  return { status: 'opened', caseId };
}
