import type { PublicKey } from '@lamppost/contracts';
import type { EntryRow } from '../spool/entry-table.js';
import type { CloudClient } from './cloud-client.js';
import type { Rejected, Retryable, Unauthorised } from './cloud-result.js';
import { findReceiptFault } from './verify-receipt.js';

/** How one attempt to bring an entry of the chain to the cloud ended. */
export type EntryDelivery =
  /** The receipt is verified. */
  | { readonly status: 'accepted' }
  | Rejected
  /** The cloud gave a receipt that must not be trusted. */
  | { readonly status: 'untrusted'; readonly fault: string }
  | Unauthorised
  | Retryable;

/** What a delivery needs. */
export interface DeliverEntryOptions {
  readonly client: Pick<CloudClient, 'recordEntry'>;
  readonly gatewayId: string;
  /** The cloud's key, pinned at enrolment. */
  readonly receiptKey: PublicKey;
  readonly signal: AbortSignal;
}

/** Brings one entry of the chain to the cloud and verifies the receipt; sent again and again it is the same entry. */
export async function deliverEntry(row: EntryRow, options: DeliverEntryOptions): Promise<EntryDelivery> {
  const { client, gatewayId, receiptKey, signal } = options;
  const { digest, sequence, signed } = row;
  const result = await client.recordEntry(signed, signal);
  if (result.status !== 'accepted') return result;
  const fault = findReceiptFault(result.receipt, { receiptKey, gatewayId, digest, sequence });
  return fault === null ? { status: 'accepted' } : { status: 'untrusted', fault };
}
