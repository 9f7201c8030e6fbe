import type { EvidenceManifest, SignedReceipt } from '@lamppost/contracts';
import type { Insertable, Transaction } from 'kysely';
import type { CaseViolationsTable } from '../database/desk-tables.js';
import type { CasesTable, CloudTables } from '../database/schema.js';
import type { VerifyResult } from '../ingest/verify-package.js';
import type { RoutedColumns } from '../jurisdiction/jurisdiction-store.js';
import { intoLogQueue } from '../merkle-log/log-queue.js';
import type { LifeColumns, NewViolation } from './joining/place-violation.js';

/** A package that proved itself. */
export type VerifiedPackage = Extract<VerifyResult, { status: 'verified' }>;

/** A case that begins: what is known of it beside its package. */
export interface Opening {
  readonly routed: RoutedColumns;
  readonly life: LifeColumns;
  readonly violation: NewViolation;
}

/** A package that is to be written. */
export interface PackageToWrite {
  readonly verified: VerifiedPackage;
  readonly receipt: SignedReceipt;
  readonly chainQuestion: string | null;
  /** The case that begins with it; null where it joined one. */
  readonly opening: Opening | null;
}

/** Copies that a list may show, best first. Never an original: everyone uninvolved is to be seen in it. */
const LIST_PICTURES = ['overlay', 'masked', 'chart', 'composite'] as const;

/** The picture that a list shows: the latest of the best kind; null where a package has none that is meant to be shown. */
function findPictureName({ files }: EvidenceManifest): string | null {
  const [picture] = LIST_PICTURES.flatMap((wanted) => files.findLast(({ role }) => role === wanted) ?? []);
  return picture === undefined ? null : fileName(picture.path);
}

/** Name of a package's file without its folder. */
export function fileName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

function toPackageRow({ verified, receipt, chainQuestion }: PackageToWrite) {
  const { manifest, digest, signature, manifestText } = verified;
  return {
    digest,
    case_id: receipt.receipt.caseId,
    gateway_id: manifest.gatewayId,
    key_id: signature.keyId,
    sequence: manifest.sequence,
    previous_digest: manifest.previousDigest,
    accepted_at_ms: receipt.receipt.acceptedAtMs,
    manifest: manifestText,
    signature: JSON.stringify(signature),
    receipt: JSON.stringify(receipt),
    chain_question: chainQuestion,
  };
}

function toFileRows({ verified: { manifest, digest } }: PackageToWrite) {
  return manifest.files.map((file) => ({
    digest,
    name: fileName(file.path),
    sha256: file.sha256,
    media_type: file.mediaType,
    size_bytes: file.sizeBytes,
  }));
}

function toCaseRow({ verified, receipt }: PackageToWrite, { routed, life }: Opening): Insertable<CasesTable> {
  const { manifest, digest } = verified;
  const { violation } = manifest;
  return {
    case_id: receipt.receipt.caseId,
    gateway_id: manifest.gatewayId,
    violation_id: violation.violationId,
    matter: violation.matter,
    matter_code: violation.matterCode,
    source_id: violation.sourceId,
    place_name: manifest.device.place.name,
    lng: manifest.device.place.lng,
    lat: manifest.device.place.lat,
    started_at_ms: violation.startedAtMs,
    triggered_at_ms: violation.triggeredAtMs,
    opened_at_ms: receipt.receipt.acceptedAtMs,
    digest,
    picture_name: findPictureName(manifest),
    ...routed,
    ...life,
  };
}

/** Writes packages, and the cases that begin with them, in one statement. */
export async function writePackages(
  transaction: Transaction<CloudTables>,
  packages: readonly PackageToWrite[],
): Promise<void> {
  if (packages.length === 0) return;
  const cases: Insertable<CasesTable>[] = [];
  const violations: Insertable<CaseViolationsTable>[] = [];
  for (const written of packages) {
    if (written.opening === null) continue;
    cases.push(toCaseRow(written, written.opening));
    violations.push({ ...written.opening.violation, case_id: written.receipt.receipt.caseId });
  }
  const kept = transaction
    .with('queued', (into) =>
      intoLogQueue(
        into,
        packages.map(({ verified }) => verified.digest),
      ),
    )
    .with('kept', (into) => into.insertInto('packages').values(packages.map(toPackageRow)));
  const files = packages.flatMap(toFileRows);
  if (cases.length === 0) {
    await kept.insertInto('package_files').values(files).execute();
    return;
  }
  await kept
    .with('opened', (into) => into.insertInto('cases').values(cases))
    .with('seen', (into) => into.insertInto('case_violations').values(violations))
    .insertInto('package_files')
    .values(files)
    .execute();
}
