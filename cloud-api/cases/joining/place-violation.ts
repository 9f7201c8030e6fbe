import type { CaseState, EvidenceManifest } from '@lamppost/contracts';
import type { Insertable, Selectable, Transaction } from 'kysely';
import type { CaseViolationsTable } from '../../database/desk-tables.js';
import type { CasesTable, CloudTables } from '../../database/schema.js';
import type { MissingCondition } from '../../devices/device.js';
import { startClock } from '../deadlines/case-clock.js';
import { isClockInDoubt } from '../clock-doubt.js';
import { applyStep, clockColumns, PROGRAM_NAME, verdictOf } from '../life/apply-step.js';
import type { DeskSettings } from '../settings/desk-settings.js';
import { decideJoining } from './decide-joining.js';
import { cellsOf, surroundingsOf } from './distance.js';
import { findHistory } from './find-history.js';
import { findJoinable, type FoundCase } from './find-joinable.js';
import { judgeCase, judgeViolations } from './judge-case.js';
import type { Sighting } from './same-offence.js';

/** A violation whose package proved itself. */
export interface ViolationToPlace {
  readonly manifest: EvidenceManifest;
  readonly sighting: Sighting;
  readonly chainQuestion: string | null;
  /** What the register says was missing of the device when it captured; null where it is not in it. */
  readonly registered: readonly MissingCondition[] | null;
  readonly openedAtMs: number;
  /** The case that the violation has already, by another package; null: none. */
  readonly ownCaseId: string | null;
  /** What `NEIGHBOURS` was answered. */
  readonly neighbours: readonly string[];
}

/** Columns of a case that begins. */
export type LifeColumns = ReturnType<typeof clockColumns> &
  Pick<Selectable<CasesTable>, 'previous_case_id' | 'continues_previous' | 'repeat_count' | 'severity' | 'judgement'>;

/** Columns of a violation whose case is to be opened. */
export type NewViolation = Omit<Selectable<CaseViolationsTable>, 'case_id'>;

/** Where it was placed: with the case that it joined, or with what is to be written of the one that begins with it. */
export type PlacedViolation =
  | { readonly status: 'opened'; readonly life: LifeColumns; readonly violation: NewViolation }
  | { readonly status: 'joined'; readonly caseId: string };

/**
 * A violation as it is held against others. Its times are mended by what a time server last said of the gateway's clock, so that two gateways whose
 * clocks differ see one offence at one time.
 */
export function toSighting({ device, violation, plate, clock }: EvidenceManifest): Sighting {
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

/** What the record of a device leaves open, by name: by the register, or where it is not in it as the package states it. */
function findDoubts({ manifest, chainQuestion, registered, openedAtMs }: ViolationToPlace): string[] {
  const { device } = manifest;
  const { deviceLegalReview, deviceTechReview, sitePublished, signagePosted } = device.legalStatus;
  // 行政处罚法 art. 41(1).
  const conditions = { deviceLegalReview, deviceTechReview, sitePublished, signagePosted };
  return [
    ...(registered === null
      ? Object.entries(conditions).flatMap(([name, isMet]) => (isMet ? [] : [name]))
      : registered.map(({ condition }) => condition)),
    ...(isClockInDoubt(manifest, openedAtMs) ? ['clock'] : []),
    ...(chainQuestion === null ? [] : ['chain']),
  ];
}

/** Asks, as part of a statement over `given` (`gateway_id`, `violation_id`), for the case that a violation has by another package. */
export const OWN_CASE = `(
  select coalesce(cases.merged_into, cases.case_id) from case_violations join cases using (case_id)
  where case_violations.gateway_id = given.gateway_id and case_violations.violation_id = given.violation_id)`;

/**
 * Names of the locks that violations of one neighbourhood are placed under, in the order in which they are taken: whoever places another near by
 * waits.
 */
export function placeLocks(settings: DeskSettings, { matter, place }: Sighting): string[] {
  return cellsOf(surroundingsOf(place, settings.joining.matters[matter].radiusM)).map(
    (cell) => `place ${matter} ${cell}`,
  );
}

function toRow({ manifest, sighting }: ViolationToPlace, doubts: readonly string[], state: CaseState): NewViolation {
  const { violation, rules } = manifest;
  return {
    gateway_id: violation.gatewayId,
    violation_id: violation.violationId,
    matter: violation.matter,
    rule_id: violation.ruleId,
    rules_sha256: rules.sha256,
    rules_version: rules.version ?? null,
    source_id: violation.sourceId,
    zone_id: violation.zoneId,
    lng: sighting.place.lng,
    lat: sighting.place.lat,
    plate: sighting.plate,
    box: sighting.box,
    doubts: [...doubts],
    severity: violation.severity,
    started_at_ms: sighting.startedAtMs,
    triggered_at_ms: sighting.triggeredAtMs,
    ...verdictOf(state, undefined),
  };
}

function toInsert(row: NewViolation, caseId: string): Insertable<CaseViolationsTable> {
  const box = row.box === null ? null : JSON.stringify(row.box);
  return { ...row, case_id: caseId, box, doubts: JSON.stringify(row.doubts) };
}

async function beginCase(
  transaction: Transaction<CloudTables>,
  settings: DeskSettings,
  placed: ViolationToPlace,
  continued: FoundCase | undefined,
): Promise<PlacedViolation> {
  const { manifest, sighting, openedAtMs: atMs } = placed;
  const { zoneId } = manifest.violation;
  const { repeatDays, matters } = settings.joining;
  const { matter } = sighting;
  const history = await findHistory(transaction, matters[matter], { repeatDays, sighting, zoneId });
  const doubts = findDoubts(placed);
  const row = toRow(placed, doubts, 'candidate');
  const judgement = judgeViolations(settings, { matter, repeats: history.repeatCount }, [row]);
  const clock = startClock(settings, { state: 'candidate', atMs, running: null, deleteWithinDays: null });
  return {
    status: 'opened',
    life: {
      ...clockColumns(settings, clock),
      previous_case_id: continued?.caseId ?? history.previousCaseId,
      continues_previous: continued !== undefined,
      repeat_count: history.repeatCount,
      severity: judgement.severity,
      judgement,
    },
    violation: row,
  };
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
 * Finds the case that a violation belongs to, or begins one: what shows the same offence within the window joins the open case; what repeats a
 * closed one is linked to it. The severity is judged again. The transaction holds {@link placeLocks}, and read what stands around after it had them.
 */
export async function placeViolation(
  transaction: Transaction<CloudTables>,
  settings: DeskSettings,
  placed: ViolationToPlace,
): Promise<PlacedViolation> {
  const { sighting, ownCaseId, neighbours, openedAtMs: atMs } = placed;
  if (ownCaseId !== null) return { status: 'joined', caseId: ownCaseId };
  const { joining } = settings;
  const found = await findJoinable(transaction, joining, sighting, neighbours);
  const decision = decideJoining(
    joining,
    sighting,
    found.filter(({ isOpen }) => isOpen),
  );
  if (decision.kind === 'open') {
    const continued = found.filter(({ isOpen }) => !isOpen).at(-1);
    return await beginCase(transaction, settings, placed, continued);
  }
  const { caseId, absorbedCaseIds: caseIds } = decision;
  await absorb(transaction, settings, { caseIds, into: caseId, atMs });
  const state = found.find((one) => one.caseId === caseId)?.state ?? 'candidate';
  const row = toRow(placed, findDoubts(placed), state);
  await transaction.insertInto('case_violations').values(toInsert(row, caseId)).execute();
  await judgeCase(transaction, settings, caseId);
  return { status: 'joined', caseId };
}
