import type { DataCommand } from './to-readings.js';
import { DATA_COMMANDS } from './to-readings.js';

/** A kind of data that did not come for this long is no longer the finest that the device sends. */
const FORGET_MS = 2 * 3_600_000;
/** What fills a gap may be minute data: devices keep those, and not every single value. */
const MINUTE_RANK = DATA_COMMANDS.indexOf(2051);

/**
 * Chooses which data of a device become readings. Most send the same air several times over, as values, minute means and hour means;
 * taken together, the means would count twice. So the finest kind counts, unless it was configured.
 */
export class CommandChoice {
  private finest: { readonly rank: number; readonly seenAtMs: number } | null = null;

  /** @param configured commands to take, whatever comes; null to go by what comes */
  constructor(private readonly configured: readonly DataCommand[] | null) {}

  /** Whether the data of this command count. */
  takes(cn: DataCommand, isBackfill: boolean, nowMs: number): boolean {
    if (this.configured !== null) return this.configured.includes(cn);
    const rank = DATA_COMMANDS.indexOf(cn);
    const { finest } = this;
    if (isBackfill) return finest === null || rank <= Math.max(finest.rank, MINUTE_RANK);
    if (finest !== null && rank > finest.rank && nowMs - finest.seenAtMs <= FORGET_MS) return false;
    this.finest = { rank, seenAtMs: nowMs };
    return true;
  }
}
