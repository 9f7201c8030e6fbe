import type { PublicKey } from '@lamppost/contracts';
import type { EntryRow } from '../spool/entry-table.js';
import { deliverEntry, type EntryDelivery } from './deliver-entry.js';
import type { UplinkOptions, UplinkTimes } from './uplink-options.js';

/** Brings the entries of the chain that are no packages to the cloud, in their order. */
export class EntrySender {
  /** Until then packages go before entries, because the cloud could not settle the last one. */
  #heldUntilMs = 0;

  constructor(
    private readonly options: UplinkOptions,
    private readonly times: UplinkTimes,
  ) {}

  /** The entry whose turn it is; null when none waits, or packages go before. */
  next(): EntryRow | null {
    const { spool, clock } = this.options;
    const heldMs = this.#heldUntilMs - clock.nowMs();
    // Held for longer than ever is a clock that was set back.
    const isHeld = heldMs > 0 && heldMs <= this.times.longestPostponementMs;
    // Nothing may overtake a change of keys: the cloud would refuse what the new key sealed.
    return isHeld && !spool.hasRotation() ? null : spool.nextEntry();
  }

  /** Makes one attempt, and settles the entry in the spool when the cloud has. */
  async send(row: EntryRow, receiptKey: PublicKey, signal: AbortSignal): Promise<EntryDelivery> {
    const { client, spool, gatewayId, log, observer } = this.options;
    const { digest, sequence } = row;
    const delivery = await deliverEntry(row, { client, gatewayId, receiptKey, signal });
    switch (delivery.status) {
      case 'accepted':
        spool.markEntryAccepted(digest);
        log.info({ digest, sequence }, 'entry of the chain recorded by the cloud');
        if (row.signed.entry.schema === 'lamppost.key-rotation/1') observer?.keyChangeAccepted?.();
        return delivery;
      case 'rejected':
        if (!signal.aborted) spool.markEntryRefused(digest, delivery.code, delivery.detail);
        return delivery;
      case 'untrusted':
        log.error({ digest, sequence, fault: delivery.fault }, 'receipt is not to be trusted, entry kept');
        observer?.receiptRejected?.();
        this.#hold(this.times.longestPostponementMs);
        return delivery;
      case 'retryable':
        if (delivery.isReached) this.#hold(this.times.firstPostponementMs);
        return delivery;
      case 'unauthorised':
        return delivery;
      default:
        return delivery satisfies never;
    }
  }

  #hold(forMs: number): void {
    this.#heldUntilMs = this.options.clock.nowMs() + forMs;
  }
}
