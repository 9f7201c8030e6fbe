import {
  CLOCK_LIMIT_MS,
  EvidenceManifest,
  worstClockErrorMs,
  type CaseDetail,
  type CaseEvent,
  type ClockReading,
} from '@lamppost/contracts';
import type { CloudDatabase } from '../database/open-database.js';
import { fileUrl, toCaseSummary } from './list-cases.js';
import { fileName } from './open-case.js';

/** One file of a case, as it lies in the evidence store. */
export interface CaseFile {
  readonly sha256: string;
  readonly mediaType: string;
}

interface StoredPackage {
  readonly digest: string;
  readonly chainQuestion: string | null;
  readonly manifest: EvidenceManifest;
}

async function readPackages(database: CloudDatabase, caseId: string): Promise<readonly StoredPackage[]> {
  const rows = await database
    .selectFrom('packages')
    .select(['digest', 'manifest', 'chain_question'])
    .where('case_id', '=', caseId)
    .orderBy('sequence')
    .execute();
  return rows.map((row) => ({
    digest: row.digest,
    chainQuestion: row.chain_question,
    manifest: EvidenceManifest.parse(JSON.parse(row.manifest)),
  }));
}

function describeSealing({ manifest, chainQuestion }: StoredPackage): string {
  const { synchronised, source, reading } = manifest.clock;
  const clock =
    synchronised === true
      ? `clock synchronised (${source})`
      : synchronised === false
        ? `clock NOT synchronised (${source})`
        : 'clock status unknown';
  const offset = reading === undefined ? '' : describeReading(reading);
  const chain = chainQuestion === null ? '' : `; chain question: ${chainQuestion}`;
  return `package ${manifest.sequence} of ${manifest.gatewayId}; ${clock}${offset}${chain}`;
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

/** All that is known of a case; null when there is none with this ID. */
export async function readCase(database: CloudDatabase, caseId: string): Promise<CaseDetail | null> {
  const row = await database.selectFrom('cases').selectAll().where('case_id', '=', caseId).executeTakeFirst();
  if (row === undefined) return null;
  const packages = await readPackages(database, caseId);
  // The package that opened the case comes first; others of the same violation joined it.
  const ordered = [...packages].sort((a, b) => Number(b.digest === row.digest) - Number(a.digest === row.digest));
  const [opening] = ordered;
  if (opening === undefined) throw new Error(`the case ${caseId} has no package`);
  return {
    ...toCaseSummary(row),
    digest: opening.digest,
    sequence: opening.manifest.sequence,
    violation: opening.manifest.violation,
    plate: opening.manifest.plate ?? null,
    device: opening.manifest.device,
    files: ordered.flatMap(({ digest, manifest }) =>
      manifest.files.map((file) => ({
        ...file,
        url: fileUrl(caseId, fileName(file.path), digest === row.digest ? undefined : digest),
      })),
    ),
    timeline: buildTimeline(caseId, row.opened_at_ms, ordered),
  };
}

/** Finds a file of a case: of the package that opened it, or of the one that is named. Null when there is none. */
export async function findCaseFile(
  database: CloudDatabase,
  wanted: { caseId: string; name: string; digest: string | null },
): Promise<CaseFile | null> {
  let query = database
    .selectFrom('package_files')
    .innerJoin('packages', 'packages.digest', 'package_files.digest')
    .innerJoin('cases', 'cases.case_id', 'packages.case_id')
    .select(['package_files.sha256', 'package_files.media_type'])
    .where('cases.case_id', '=', wanted.caseId)
    .where('package_files.name', '=', wanted.name);
  query =
    wanted.digest === null
      ? query.whereRef('packages.digest', '=', 'cases.digest')
      : query.where('packages.digest', '=', wanted.digest);
  const row = await query.executeTakeFirst();
  return row === undefined ? null : { sha256: row.sha256, mediaType: row.media_type };
}
