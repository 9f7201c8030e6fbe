import { DateTime } from 'luxon';
import { z } from 'zod';
import type { Clock } from '../clock.js';
import type { StateStore } from '../spool/state-store.js';

const Spent = z.strictObject({ day: z.string(), bytes: z.int().min(0) });
const STATE_KEY = 'uplink.allowance';

/** What a metered line may carry. */
export interface DailyAllowanceOptions {
  /** Bytes of packages a day. */
  readonly dailyBytes: number;
  /** IANA name of the zone in which the day begins. */
  readonly timeZone: string;
  /** Keeps what was spent over a restart. */
  readonly states: StateStore;
  readonly clock: Clock;
}

/** Bytes of packages that may go over a metered line in a local day. */
export class DailyAllowance {
  constructor(private readonly options: DailyAllowanceOptions) {}

  /** Whether a package of so many bytes may go now. The first of a day may be larger than the allowance, or it would never go. */
  allows(bytes: number): boolean {
    const { bytes: spent } = this.today();
    return spent === 0 || spent + bytes <= this.options.dailyBytes;
  }

  /** Counts bytes that went; durable when it returns. */
  spend(bytes: number): void {
    const today = this.today();
    this.options.states.saveState(STATE_KEY, { ...today, bytes: today.bytes + bytes });
  }

  private today(): z.infer<typeof Spent> {
    const { states, clock, timeZone } = this.options;
    const day = DateTime.fromMillis(clock.nowMs(), { zone: timeZone }).toFormat('yyyy-MM-dd');
    const kept = Spent.safeParse(states.loadState(STATE_KEY)).data;
    return kept?.day === day ? kept : { day, bytes: 0 };
  }
}
