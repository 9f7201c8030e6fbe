import {
  CLOCK_LIMIT_MS,
  EvidenceManifest,
  worstClockErrorMs,
  type CaseDetail,
  type CaseEvent,
  type ClockReading,
  type DeviceStanding,
  type EvidenceFile,
} from '@lamppost/contracts';
import { mayDo, type Actor } from '../access/actor.js';
import type { Subject } from '../access/permissions.js';
import type { CloudDatabase } from '../database/open-database.js';
import { findClaimedUnmet } from '../case-export/unmet-conditions.js';
import { nameCondition } from '../devices/missing-conditions.js';
import { readStandings } from '../devices/read-standings.js';
import { findTimeFault } from './clock-doubt.js';
import { readSteps } from './life/read-steps.js';
import { allowedSteps } from './life/steps.js';
import { maySee, SEEN_COLUMNS, subjectOf } from './life/take-step.js';
import { fileUrl, toCaseSummary } from './list-cases.js';
import { fileName } from './write-packages.js';
import { maskPlate } from './sealed-files.js';
import { readDeskSettings } from './settings/settings-store.js';
import { readActs } from './write-act.js';
import { readHistory } from './read-history.js';

/** One file of a case, as it lies in the evidence store. */
export interface CaseFile {
  readonly sha256: string;
  readonly mediaType: string;
  readonly role: EvidenceFile['role'];
  /** The case that it belongs to, for the question who may open it. */
  readonly subject: Subject;
}

interface StoredPackage {
  readonly digest: string;
  readonly chainQuestion: string | null;
  readonly acceptedAtMs: number;
  readonly manifest: EvidenceManifest;
}

async function readPackages(database: CloudDatabase, caseId: string): Promise<readonly StoredPackage[]> {
  const rows = await database
    .selectFrom('packages')
    .select(['digest', 'manifest', 'chain_question', 'accepted_at_ms'])
    .where('case_id', '=', caseId)
    .orderBy('sequence')
    .execute();
  return rows.map((row) => ({
    digest: row.digest,
    chainQuestion: row.chain_question,
    acceptedAtMs: row.accepted_at_ms,
    manifest: EvidenceManifest.parse(JSON.parse(row.manifest)),
  }));
}

const TIME_FAULTS = {
  ahead: '; its times are AHEAD of those of the cloud',
  'long-ago': '; its times are of BEFORE 2025',
};

function describeSealing({ manifest, chainQuestion, acceptedAtMs }: StoredPackage): string {
  const { synchronised, source, reading } = manifest.clock;
  const clock =
    synchronised === true
      ? `clock synchronised (${source})`
      : synchronised === false
        ? `clock NOT synchronised (${source})`
        : 'clock status unknown';
  const offset = reading === undefined ? '' : describeReading(reading);
  const fault = findTimeFault(manifest, acceptedAtMs);
  const times = fault === null ? '' : TIME_FAULTS[fault];
  const chain = chainQuestion === null ? '' : `; chain question: ${chainQuestion}`;
  return `package ${manifest.sequence} of ${manifest.gatewayId}; ${clock}${offset}${times}${chain}`;
}

/** GA/T 832 allows 1.0 s: where the clock may have been off by more, it is said. */
function describeReading(reading: ClockReading): string {
  const words = `; off by ${Math.abs(reading.offsetMs)} ms, known to ${reading.uncertaintyMs} ms`;
  return worstClockErrorMs(reading) > CLOCK_LIMIT_MS ? `${words}: MORE than 1.0 s` : words;
}

function buildTimeline(caseId: string, openedAtMs: number, packages: readonly StoredPackage[]): CaseEvent[] {
  const events: CaseEvent[] = [{ atMs: openedAtMs, kind: 'opened', detail: `candidate case ${caseId}` }];
  for (const { manifest } of packages.slice(0, 1)) {
    const { violation } = manifest;
    events.push({ atMs: violation.startedAtMs, kind: 'started', detail: `seen by ${violation.sourceId}` });
    events.push({ atMs: violation.triggeredAtMs, kind: 'triggered', detail: `rule ${violation.ruleId}` });
  }
  for (const stored of packages)
    events.push({ atMs: stored.manifest.sealedAtMs, kind: 'sealed', detail: describeSealing(stored) });
  const order = ['started', 'triggered', 'sealed', 'opened'];
  return events.sort((a, b) => a.atMs - b.atMs || order.indexOf(a.kind) - order.indexOf(b.kind));
}

async function readMerged(database: CloudDatabase, caseId: string): Promise<string[]> {
  const rows = await database
    .selectFrom('cases')
    .select('case_id')
    .where('merged_into', '=', caseId)
    .orderBy('case_number')
    .execute();
  return rows.map((row) => row.case_id);
}

/** By the register as it stands, or where the device is not in it by what its package states. */
async function readDeviceStanding(database: CloudDatabase, manifest: EvidenceManifest): Promise<DeviceStanding> {
  const { settings } = await readDeskSettings(database);
  const registered = (await readStandings(database, [manifest], settings.devices.required))(manifest);
  if (registered !== null)
    return { basis: 'register', missing: registered.map(({ condition, zh, en }) => ({ condition, zh, en })) };
  const missing = findClaimedUnmet(manifest).map(({ condition }) => ({ condition, ...nameCondition(condition) }));
  return { basis: 'package', missing };
}

/** All that is known of a case; null when there is none with this ID that the actor may see. */
export async function readCase(database: CloudDatabase, actor: Actor, caseId: string): Promise<CaseDetail | null> {
  const row = await database.selectFrom('cases').selectAll().where('case_id', '=', caseId).executeTakeFirst();
  if (row === undefined || !maySee(actor, row)) return null;
  const packages = await readPackages(database, caseId);
  // The package that opened the case comes first; others of the same violation joined it.
  const ordered = [...packages].sort((a, b) => Number(b.digest === row.digest) - Number(a.digest === row.digest));
  const [opening] = ordered;
  if (opening === undefined) throw new Error(`the case ${caseId} has no package`);
  const plate = opening.manifest.plate ?? null;
  return {
    ...toCaseSummary(row),
    digest: opening.digest,
    sequence: opening.manifest.sequence,
    violation: opening.manifest.violation,
    plate: mayDo(actor, 'plate.read', subjectOf(row)) ? plate : maskPlate(plate),
    device: opening.manifest.device,
    deviceStanding: await readDeviceStanding(database, opening.manifest),
    files: ordered.flatMap(({ digest, manifest }) =>
      manifest.files.map((file) => ({
        ...file,
        url: fileUrl(caseId, fileName(file.path), digest === row.digest ? undefined : digest),
      })),
    ),
    timeline: buildTimeline(caseId, row.opened_at_ms, ordered),
    steps: await readSteps(database, caseId),
    acts: await readActs(database, caseId),
    supporterIds: row.supporter_ids,
    allowedSteps: allowedSteps(row.state),
    judgement: row.judgement,
    history: await readHistory(database, actor, row),
    mergedInto: row.merged_into,
    mergedCaseIds: await readMerged(database, caseId),
  };
}

/** Finds a file of a case: of the package that opened it, or of the one that is named. Null when there is none. */
export async function findCaseFile(
  database: CloudDatabase,
  actor: Actor,
  wanted: { caseId: string; name: string; digest: string | null },
): Promise<CaseFile | null> {
  let query = database
    .selectFrom('package_files')
    .innerJoin('packages', 'packages.digest', 'package_files.digest')
    .innerJoin('cases', 'cases.case_id', 'packages.case_id')
    .select(['package_files.sha256', 'package_files.media_type', 'packages.manifest'])
    .select(SEEN_COLUMNS)
    .where('cases.case_id', '=', wanted.caseId)
    .where('package_files.name', '=', wanted.name);
  query =
    wanted.digest === null
      ? query.whereRef('packages.digest', '=', 'cases.digest')
      : query.where('packages.digest', '=', wanted.digest);
  const row = await query.executeTakeFirst();
  if (row === undefined || !maySee(actor, row)) return null;
  const { files } = EvidenceManifest.parse(JSON.parse(row.manifest));
  const file = files.find(({ path }) => fileName(path) === wanted.name);
  if (file === undefined) throw new Error(`the manifest of ${wanted.caseId} lost ${wanted.name}`);
  return { sha256: row.sha256, mediaType: row.media_type, role: file.role, subject: subjectOf(row) };
}
