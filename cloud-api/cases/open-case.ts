import type { EvidenceManifest, Matter, SignedReceipt } from '@lamppost/contracts';
import { sql, type Insertable, type Transaction } from 'kysely';
import type { Clock } from '../clock.js';
import type { CaseViolationsTable } from '../database/desk-tables.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { CasesTable, CloudTables } from '../database/schema.js';
import { askDevice, judgeCapture } from '../devices/read-standings.js';
import type { ReceiptSigner } from '../ingest/receipt-signer.js';
import type { VerifyResult } from '../ingest/verify-package.js';
import { routeCase, type RoutedColumns } from '../jurisdiction/jurisdiction-store.js';
import { intoLogQueue } from '../merkle-log/log-queue.js';
import { beijingDay, formatCaseId } from './case-id.js';
import { askChainNeighbours, tellChainQuestion, type ChainLink } from './chain-question.js';
import { queueOpened } from './queue-opened.js';
import { askNeighbours } from './joining/find-joinable.js';
import {
  askOwnCase,
  placeLocks,
  placeViolation,
  toSighting,
  type LifeColumns,
  type NewViolation,
} from './joining/place-violation.js';
import type { Sighting } from './joining/same-offence.js';
import type { DeskSettings } from './settings/desk-settings.js';
import { readDeskSettings } from './settings/settings-store.js';

/** A package that proved itself. */
export type VerifiedPackage = Extract<VerifyResult, { status: 'verified' }>;

/** What became of a verified package. */
export type OpenedCase =
  | {
      /** `opened` a case, or `joined` the one that its violation has, or another violation of the same offence. */
      readonly status: 'opened' | 'joined';
      readonly receipt: SignedReceipt;
      readonly matter: Matter;
      readonly chainQuestion: string | null;
    }
  | { readonly status: 'resent'; readonly receipt: SignedReceipt };

type CloudTransaction = Transaction<CloudTables>;

async function takeCaseId(transaction: CloudTransaction, openedAtMs: number): Promise<string> {
  const day = beijingDay(openedAtMs);
  const { last_number: number } = await transaction
    .insertInto('case_numbers')
    .values({ day, last_number: 1 })
    .onConflict((conflict) =>
      conflict.column('day').doUpdateSet({ last_number: sql<number>`case_numbers.last_number + 1` }),
    )
    .returning('last_number')
    .executeTakeFirstOrThrow();
  return formatCaseId(day, number);
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

/** A case that is to be written, with its first violation. */
interface Opening {
  readonly row: Insertable<CasesTable>;
  readonly violation: Insertable<CaseViolationsTable>;
}

async function beginCase(
  transaction: CloudTransaction,
  { manifest, digest }: VerifiedPackage,
  openedAtMs: number,
  first: { readonly routed: RoutedColumns; readonly life: LifeColumns; readonly violation: NewViolation },
): Promise<Opening> {
  const { violation } = manifest;
  // As late as can be: until the transaction ends nobody else has the next number.
  const caseId = await takeCaseId(transaction, openedAtMs);
  const row = {
    case_id: caseId,
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
    opened_at_ms: openedAtMs,
    digest,
    picture_name: findPictureName(manifest),
    ...first.routed,
    ...first.life,
  };
  return { row, violation: { ...first.violation, case_id: caseId } };
}

/** Writes everything that is new, in one statement. */
async function write(
  transaction: CloudTransaction,
  { manifest, digest, signature, manifestText }: VerifiedPackage,
  taken: { readonly opening: Opening | null; readonly receipt: SignedReceipt; readonly chainQuestion: string | null },
): Promise<void> {
  const { opening, receipt, chainQuestion } = taken;
  const row = {
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
  const files = manifest.files.map((file) => ({
    digest,
    name: fileName(file.path),
    sha256: file.sha256,
    media_type: file.mediaType,
    size_bytes: file.sizeBytes,
  }));
  const kept = transaction
    .with('queued', (into) => intoLogQueue(into, digest))
    .with('kept', (into) => into.insertInto('packages').values(row));
  if (opening === null) {
    await kept.insertInto('package_files').values(files).execute();
    return;
  }
  await kept
    .with('opened', (into) => into.insertInto('cases').values(opening.row))
    .with('seen', (into) => into.insertInto('case_violations').values(opening.violation))
    .insertInto('package_files')
    .values(files)
    .execute();
}

/** Everything that is asked before anything is written, in one statement. */
async function readStanding(
  transaction: CloudTransaction,
  { manifest, digest }: VerifiedPackage,
  around: { readonly link: ChainLink; readonly joining: DeskSettings['joining']; readonly sighting: Sighting },
) {
  return await transaction
    .selectNoFrom((ask) => [
      ask.selectFrom('packages').select('receipt').where('digest', '=', digest).as('earlier'),
      askChainNeighbours(ask, around.link).as('links'),
      askOwnCase(ask, manifest).as('ownCaseId'),
      askDevice(ask, manifest).as('device'),
      askNeighbours(ask, around.joining, around.sighting).as('neighbours'),
      ask.exists(ask.selectFrom('webhooks').select('webhook_id').where('disabled_at_ms', 'is', null)).as('hasWebhooks'),
    ])
    .executeTakeFirstOrThrow();
}

async function countAgain(transaction: CloudTransaction, digest: string): Promise<void> {
  await transaction
    .updateTable('packages')
    .set((column) => ({ resent_count: column('resent_count', '+', 1) }))
    .where('digest', '=', digest)
    .execute();
}

/**
 * Takes a verified package in, whose files are in the evidence store already: opens a case, or joins the one that its offence has.
 * The digest is the idempotency key: the same package again only gives its receipt. All of it happens, or nothing.
 */
export async function openCase(
  options: { database: CloudDatabase; clock: Clock; signer: ReceiptSigner },
  verified: VerifiedPackage,
): Promise<OpenedCase> {
  const { database, clock, signer } = options;
  const { manifest, digest, signature } = verified;
  const { gatewayId, sequence, previousDigest, violation } = manifest;
  const { settings } = await readDeskSettings(database);
  const routed = await routeCase(database, {
    place: manifest.device.place,
    matterCode: violation.matterCode,
    triggeredAtMs: violation.triggeredAtMs,
  });
  const sighting = toSighting(manifest);
  const link = { keyId: signature.keyId, digest, sequence, previousDigest };
  const locks = [`take in ${gatewayId}`, ...placeLocks(settings, sighting)];

  return await database.transaction().execute<OpenedCase>(async (transaction) => {
    // One at a time for a gateway, the chain it stands in, and a neighbourhood: what arrives twice at once is seen by the second.
    await sql`
      select pg_advisory_xact_lock(hashtextextended(name, 0))
      from unnest(${locks}::text[]) with ordinality as lock (name, place) order by place`.execute(transaction);
    const standing = await readStanding(transaction, verified, { link, joining: settings.joining, sighting });
    if (standing.earlier !== null) {
      await countAgain(transaction, digest);
      return { status: 'resent', receipt: standing.earlier };
    }
    const openedAtMs = clock.nowMs();
    const chainQuestion = tellChainQuestion(link, standing.links);
    let opening: Opening | null = null;
    const { status, caseId } = await placeViolation(transaction, settings, {
      ...{ manifest, sighting, chainQuestion, openedAtMs },
      registered: judgeCapture(standing.device, manifest, settings.devices.required),
      ...{ ownCaseId: standing.ownCaseId, neighbours: standing.neighbours },
      openNew: async (life, columns) => {
        opening = await beginCase(transaction, verified, openedAtMs, { routed, life, violation: columns });
        return opening.row.case_id;
      },
    });
    const receipt = signer.sign({
      schema: 'lamppost.receipt/1',
      digest,
      gatewayId,
      sequence,
      caseId,
      acceptedAtMs: openedAtMs,
    });
    await write(transaction, verified, { opening, receipt, chainQuestion });
    if (standing.hasWebhooks)
      await queueOpened(transaction, { status, caseId, manifest, digest, chainQuestion, atMs: openedAtMs });
    return { status, receipt, matter: violation.matter, chainQuestion };
  });
}
