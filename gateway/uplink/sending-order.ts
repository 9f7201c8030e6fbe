import type { Logger } from 'pino';
import type { PackageRow } from '../spool/package-table.js';
import type { Spool } from '../spool/spool.js';
import type { MeteredOptions } from './uplink-options.js';

/** What is sent next. */
export interface Turn {
  readonly row: PackageRow;
  /** Whether the part before the clip is enough for now. */
  readonly isHeadOnly: boolean;
}

/** What the order is made of. */
export interface SendingOrderOptions {
  readonly spool: Pick<Spool, 'nextToSend' | 'nextHead' | 'nextAmong'>;
  /** Null: the line is not metered. */
  readonly metered: MeteredOptions | null;
  readonly log: Logger;
}

/**
 * Which package goes next: the gravest, of those the oldest. Over a metered line the part before the clip goes first, of all packages;
 * then what somebody waits for; then the rest, as the bytes of the day allow.
 */
export class SendingOrder {
  #wanted: readonly string[] = [];
  #askedMs = -Infinity;
  #isSpent = false;

  constructor(private readonly options: SendingOrderOptions) {}

  /** Whether waiting packages are held back by the line's bytes of the day. */
  get isSpent(): boolean {
    return this.#isSpent;
  }

  /** What goes next; null when nothing waits or may go by now. */
  next(): Turn | null {
    const { spool, metered } = this.options;
    if (metered === null) {
      const row = spool.nextToSend();
      return row === null ? null : { row, isHeadOnly: false };
    }
    const head = spool.nextHead();
    // The gravest is not passed over for one that would still fit.
    if (head !== null && metered.allowance.allows(head.headBytes - head.sentBytes)) return this.#take(head, true);
    const wanted = metered.wantedAtOnce ? this.#firstWanted() : null;
    if (wanted !== null) return this.#take(wanted, false);
    const rest = head === null ? (this.#firstWanted() ?? spool.nextToSend()) : null;
    const isAllowed = rest !== null && metered.allowance.allows(rest.sizeBytes - rest.sentBytes);
    if (rest !== null && isAllowed) return this.#take(rest, false);
    this.#setSpent(head !== null || rest !== null);
    return null;
  }

  /** Whether it is time to ask which packages somebody waits for: only a metered line holds any back. */
  mustAsk(nowMs: number, everyMs: number): boolean {
    const { metered, spool } = this.options;
    if (metered === null || spool.nextToSend() === null) return false;
    const askedMs = nowMs - this.#askedMs;
    return askedMs >= everyMs || askedMs < 0;
  }

  /** Takes down which packages somebody waits for. */
  want(digests: readonly string[], nowMs: number): void {
    this.#wanted = digests;
    this.#askedMs = nowMs;
  }

  #take(row: PackageRow, isHeadOnly: boolean): Turn {
    this.#setSpent(false);
    return { row, isHeadOnly };
  }

  #firstWanted(): PackageRow | null {
    return this.#wanted.length === 0 ? null : this.options.spool.nextAmong(this.#wanted);
  }

  #setSpent(isSpent: boolean): void {
    if (isSpent !== this.#isSpent) this.options.log.info({ isSpent }, 'allowance of the metered line changed');
    this.#isSpent = isSpent;
  }
}
