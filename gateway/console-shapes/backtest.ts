import { z } from 'zod';
import type { BacktestReport } from '../backtest/run-backtest.js';
import type { ThresholdCurve } from '../backtest/suggest/threshold-curve.js';

export type { BacktestRow, BacktestSection, ToldFound } from '../backtest/backtest-report.js';
export type { Proportion } from '../backtest/wilson-interval.js';

const CalendarDay = z.iso.date();
const Span = z.strictObject({
  /** The draft, or the rules of now. */
  text: z.string().max(2_000_000),
  /** First and last day by the rules' own clock, both included. */
  fromDay: CalendarDay,
  toDay: CalendarDay,
});

/** What is to be played over the event log. */
export const BacktestRequest = z.discriminatedUnion('kind', [
  Span.extend({
    kind: z.literal('compare'),
    /** `now`: held against the rules of now; `found`: against what was found at the time. */
    against: z.enum(['now', 'found']),
  }),
  Span.extend({
    kind: z.literal('curve'),
    ruleId: z.string().min(1).max(64),
    threshold: z.string().min(1).max(32),
  }),
]);
export type BacktestRequest = z.infer<typeof BacktestRequest>;

/** What a backtest came to. */
export type BacktestOutcome =
  | {
      readonly kind: 'compare';
      readonly report: BacktestReport;
      /** Entries that were left out of lists that were too long. */
      readonly leftOut: number;
    }
  | { readonly kind: 'curve'; readonly curve: ThresholdCurve };

/** A backtest that runs, or ran of late. */
export interface BacktestState {
  readonly id: number;
  readonly request: Omit<BacktestRequest, 'text'>;
  readonly who: string;
  readonly startedAtMs: number;
  /** Hash of the text that is played, to tell whether it is the draft of now. */
  readonly textSha256: string;
  readonly state:
    | { readonly kind: 'running'; readonly events: number; /** 0 to 1. */ readonly share: number }
    | { readonly kind: 'done'; readonly tookMs: number; readonly outcome: BacktestOutcome }
    | { readonly kind: 'failed'; readonly detail: string }
    | { readonly kind: 'cancelled' };
}

/** What the event log holds, to choose a day of. */
export interface LogRange {
  /** Null while the log is empty. */
  readonly days: { readonly first: string; readonly last: string } | null;
  readonly timeZone: string;
  /** Days that can be played at once. */
  readonly mostDays: number;
}
