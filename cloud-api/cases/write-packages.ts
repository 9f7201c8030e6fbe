import type { EvidenceManifest, SignedReceipt } from '@lamppost/contracts';
import type { Selectable, Transaction } from 'kysely';
import { prepareStatement } from '../database/prepared-statement.js';
import type { CloudTables } from '../database/schema.js';
import type { VerifyResult } from '../ingest/verify-package.js';
import type { RoutedColumns } from '../jurisdiction/jurisdiction-store.js';
import { putIntoLogQueue } from '../merkle-log/log-queue.js';
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

/** Columns that are written, by table; the others have what their tables begin with. */
const COLUMNS = {
  packages: [
    ...['digest', 'case_id', 'gateway_id', 'key_id', 'sequence', 'previous_digest', 'accepted_at_ms'],
    ...['manifest', 'signature', 'receipt', 'chain_question'],
  ],
  package_files: ['digest', 'name', 'sha256', 'media_type', 'size_bytes'],
  cases: [
    ...['case_id', 'gateway_id', 'violation_id', 'matter', 'matter_code', 'source_id', 'place_name', 'lng', 'lat'],
    ...['started_at_ms', 'triggered_at_ms', 'opened_at_ms', 'digest', 'picture_name'],
    ...['bureau_id', 'area_id', 'routing_status', 'routing'],
    ...['clock', 'clock_started_at_ms', 'due_at_ms', 'next_alarm', 'next_alarm_at_ms'],
    ...['previous_case_id', 'continues_previous', 'repeat_count', 'severity', 'judgement'],
  ],
  case_violations: [
    ...['gateway_id', 'violation_id', 'case_id', 'matter', 'rule_id', 'rules_sha256', 'rules_version', 'source_id'],
    ...['zone_id', 'lng', 'lat', 'plate', 'box', 'doubts', 'severity', 'started_at_ms', 'triggered_at_ms'],
    ...['verdict', 'reason'],
  ],
} as const satisfies Partial<Record<keyof CloudTables, readonly string[]>>;

/** A row as it is written: each of its columns, and no other. */
type Row<Table extends keyof typeof COLUMNS> = {
  readonly [Column in (typeof COLUMNS)[Table][number]]: Column extends keyof Selectable<CloudTables[Table]>
    ? Selectable<CloudTables[Table]>[Column]
    : never;
};

/** Inserts the rows of a JSON array into a table. */
function insertFrom(table: keyof typeof COLUMNS, parameter: string): string {
  const columns = COLUMNS[table].join(', ');
  return `insert into ${table} (${columns}) select ${columns} from json_populate_recordset(null::${table}, ${parameter}::json)`;
}

const writeRows = prepareStatement(
  'write-packages',
  `with kept as (${insertFrom('packages', '$1')} returning digest),
    queued as (${putIntoLogQueue('kept')}),
    opened as (${insertFrom('cases', '$3')}),
    seen as (${insertFrom('case_violations', '$4')})
  ${insertFrom('package_files', '$2')}`,
);

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
    receipt,
    chain_question: chainQuestion,
  } satisfies Row<'packages'>;
}

function toFileRows({ verified: { manifest, digest } }: PackageToWrite) {
  return manifest.files.map(
    (file) =>
      ({
        digest,
        name: fileName(file.path),
        sha256: file.sha256,
        media_type: file.mediaType,
        size_bytes: file.sizeBytes,
      }) satisfies Row<'package_files'>,
  );
}

function toCaseRow({ verified, receipt }: PackageToWrite, { routed, life }: Opening) {
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
  } satisfies Row<'cases'>;
}

/** Writes packages, and the cases that begin with them, in one statement. */
export async function writePackages(
  transaction: Transaction<CloudTables>,
  packages: readonly PackageToWrite[],
): Promise<void> {
  if (packages.length === 0) return;
  const begun = packages.flatMap((written) =>
    written.opening === null ? [] : [{ written, opening: written.opening }],
  );
  const cases = begun.map(({ written, opening }) => toCaseRow(written, opening));
  const violations = begun.map(({ written, opening }) => ({
    ...opening.violation,
    case_id: written.receipt.receipt.caseId,
  }));
  const rows = [packages.map(toPackageRow), packages.flatMap(toFileRows), cases, violations];
  await writeRows(transaction, ...rows.map((some) => JSON.stringify(some)));
}
