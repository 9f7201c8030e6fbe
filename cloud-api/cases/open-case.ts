import type { EvidenceManifest, Matter, SignedReceipt } from '@lamppost/contracts';
import { sql, type Transaction } from 'kysely';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { CloudTables } from '../database/schema.js';
import { findDeviceKey } from '../devices/device-keys.js';
import type { ReceiptSigner } from '../ingest/receipt-signer.js';
import type { VerifyResult } from '../ingest/verify-package.js';
import { routeCase } from '../jurisdiction/jurisdiction-store.js';
import { queueForLog } from '../merkle-log/log-queue.js';
import { beijingDay, formatCaseId } from './case-id.js';
import { findChainQuestion } from './chain-question.js';
import { queueOpened } from './queue-opened.js';
import { placeViolation } from './joining/place-violation.js';

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

async function insertCase(
  transaction: CloudTransaction,
  verified: VerifiedPackage,
  openedAtMs: number,
): Promise<string> {
  const { manifest, digest } = verified;
  const { violation } = manifest;
  const caseId = await takeCaseId(transaction, openedAtMs);
  await transaction
    .insertInto('cases')
    .values({
      case_id: caseId,
      gateway_id: manifest.gatewayId,
      violation_id: violation.violationId,
      matter: violation.matter,
      matter_code: violation.matterCode,
      source_id: violation.sourceId,
      place_name: manifest.device.place.name,
      severity: violation.severity,
      started_at_ms: violation.startedAtMs,
      triggered_at_ms: violation.triggeredAtMs,
      opened_at_ms: openedAtMs,
      digest,
      picture_name: findPictureName(manifest),
      ...(await routeCase(transaction, {
        place: manifest.device.place,
        matterCode: violation.matterCode,
        triggeredAtMs: violation.triggeredAtMs,
      })),
    })
    .execute();
  return caseId;
}

async function insertPackage(
  transaction: CloudTransaction,
  verified: VerifiedPackage,
  receipt: SignedReceipt,
  chainQuestion: string | null,
): Promise<void> {
  const { manifest, digest, signature } = verified;
  await transaction
    .insertInto('packages')
    .values({
      digest,
      case_id: receipt.receipt.caseId,
      gateway_id: manifest.gatewayId,
      key_id: signature.keyId,
      sequence: manifest.sequence,
      previous_digest: manifest.previousDigest,
      accepted_at_ms: receipt.receipt.acceptedAtMs,
      manifest: verified.manifestText,
      signature: JSON.stringify(signature),
      receipt: JSON.stringify(receipt),
      chain_question: chainQuestion,
    })
    .execute();
  const files = manifest.files.map((file) => ({
    digest,
    name: fileName(file.path),
    sha256: file.sha256,
    media_type: file.mediaType,
    size_bytes: file.sizeBytes,
  }));
  await transaction.insertInto('package_files').values(files).execute();
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
  const { manifest, digest } = verified;
  const { gatewayId, sequence, violation } = manifest;

  return await database.transaction().execute<OpenedCase>(async (transaction) => {
    // One at a time for a violation, and for the chain it stands in: what arrives twice at once is seen by the second.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`take in ${gatewayId}`}, 0))`.execute(transaction);
    const earlier = await transaction
      .updateTable('packages')
      .set((column) => ({ resent_count: column('resent_count', '+', 1) }))
      .where('digest', '=', digest)
      .returning('receipt')
      .executeTakeFirst();
    if (earlier !== undefined) return { status: 'resent', receipt: earlier.receipt };

    const openedAtMs = clock.nowMs();
    const key = await findDeviceKey(transaction, verified.signature.keyId);
    if (key === null) throw new Error(`the key ${verified.signature.keyId} is gone`);
    const chainQuestion = await findChainQuestion(transaction, {
      chainId: key.chainId,
      digest,
      sequence,
      previousDigest: manifest.previousDigest,
    });
    const { status, caseId } = await placeViolation(transaction, {
      manifest,
      chainQuestion,
      openedAtMs,
      openNew: () => insertCase(transaction, verified, openedAtMs),
    });
    const receipt = signer.sign({
      schema: 'lamppost.receipt/1',
      digest,
      gatewayId,
      sequence,
      caseId,
      acceptedAtMs: openedAtMs,
    });
    await insertPackage(transaction, verified, receipt, chainQuestion);
    await queueForLog(transaction, digest);
    await queueOpened(transaction, { status, caseId, manifest, digest, chainQuestion, atMs: openedAtMs });
    return { status, receipt, matter: violation.matter, chainQuestion };
  });
}
