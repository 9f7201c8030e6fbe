import type { PublicKey, SignedReceipt } from '@lamppost/contracts';
import type { PackageRow } from '../spool/package-table.js';
import type { Spool } from '../spool/spool.js';
import { pause } from './alarm.js';
import type { CloudClient } from './cloud-client.js';
import type { ReceiptResult, Rejected, Retryable, Unauthorised } from './cloud-result.js';
import { findReceiptFault } from './verify-receipt.js';

/** How one attempt to bring a package to the cloud ended. */
export type Delivery =
  /** The receipt is verified: it is good for this package. */
  | { readonly status: 'accepted'; readonly receipt: SignedReceipt }
  | Rejected
  /** The cloud gave a receipt that must not be trusted. */
  | { readonly status: 'untrusted'; readonly fault: string }
  /** The cloud has the package and takes long to verify it. */
  | { readonly status: 'verifying' }
  /** The cloud has what comes before the clip, which was to go for now. */
  | { readonly status: 'paused' }
  /** The file is gone from the spool. */
  | { readonly status: 'lost' }
  | Unauthorised
  | Retryable;

/** What a delivery needs. */
export interface DeliverOptions {
  readonly client: CloudClient;
  readonly spool: Spool;
  readonly gatewayId: string;
  /** The cloud's key, pinned at enrolment. */
  readonly receiptKey: PublicKey;
  /** Pause between two questions for a receipt. */
  readonly pollMs: number;
  /** How often the receipt is asked for before the package is left alone for a while. */
  readonly polls: number;
  /** Whether what went to the cloud last arrived. */
  readonly isLineSteady: boolean;
  /** Whether it is to rest once the cloud has what comes before the clip. */
  readonly isHeadOnly: boolean;
  readonly onBytes: (count: number) => void;
  readonly signal: AbortSignal;
}

async function pollReceipt(row: PackageRow, { client, pollMs, polls, signal }: DeliverOptions): Promise<ReceiptResult> {
  let result = await client.findReceipt(row.digest, signal);
  for (let asked = 1; result.status === 'verifying' && asked < polls && !signal.aborted; asked += 1) {
    await pause(pollMs, signal);
    result = await client.findReceipt(row.digest, signal);
  }
  return result;
}

function checkReceipt(result: Exclude<ReceiptResult, { status: 'unknown' }>, row: PackageRow, options: DeliverOptions) {
  if (result.status !== 'accepted') return result;
  const { receiptKey, gatewayId } = options;
  const { digest, sequence } = row;
  const fault = findReceiptFault(result.receipt, { receiptKey, gatewayId, digest, sequence });
  return fault === null ? result : ({ status: 'untrusted', fault } as const);
}

/**
 * Brings one package to the cloud: asks for its receipt first, for an earlier attempt may have arrived; uploads it when the cloud does
 * not know it; and verifies the receipt. Changes nothing in the spool but where the upload stands.
 */
export async function deliverPackage(row: PackageRow, options: DeliverOptions): Promise<Delivery> {
  const { client, spool, signal } = options;
  const { digest } = row;
  const known = await pollReceipt(row, options);
  if (known.status !== 'unknown') return checkReceipt(known, row, options);

  const zip = await spool.readPackage(row);
  if (zip === null) return { status: 'lost' };
  const sent = await client.upload(
    {
      digest,
      zip,
      uploadUrl: row.uploadUrl,
      saveUploadUrl: (url) => {
        spool.saveUploadUrl(digest, url);
      },
      headBytes: row.headBytes,
      isHeadOnly: options.isHeadOnly,
      isLineSteady: options.isLineSteady,
      onBytes: (count, sentBytes) => {
        options.onBytes(count);
        spool.saveSentBytes(digest, sentBytes);
      },
    },
    signal,
  );
  if (sent.status !== 'uploaded') return sent;

  const result = await pollReceipt(row, options);
  if (result.status !== 'unknown') return checkReceipt(result, row, options);
  // All bytes arrived and yet the cloud does not know the package: resuming that upload would end the same way again.
  spool.saveUploadUrl(digest, null);
  return {
    status: 'retryable',
    isReached: true,
    cause: new Error('uploading a package: the cloud took all bytes but does not know the package'),
  };
}
