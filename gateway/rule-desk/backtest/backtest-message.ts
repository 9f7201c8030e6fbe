import type { BacktestOutcome } from '../../console-shapes/backtest.js';
import type { Verdict } from '../../console-shapes/leads.js';
import type { FoundRecord } from '../found/found-store.js';

interface Played {
  /** Of the event log. */
  readonly directory: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** What a process of its own is to do with the event log. */
export type LogTask =
  | (Played & {
      readonly kind: 'compare';
      readonly text: string;
      /** Null: held against what was found at the time. */
      readonly against: string | null;
      readonly verdicts: readonly Verdict[];
    })
  | (Played & {
      readonly kind: 'curve';
      readonly text: string;
      readonly ruleId: string;
      readonly threshold: string;
      readonly verdicts: readonly Verdict[];
    })
  /** What was found since a moment, with the rules that found it. */
  | (Played & { readonly kind: 'recall' });

/** What it came to. */
export type LogTaskResult = BacktestOutcome | { readonly kind: 'recall'; readonly found: readonly FoundRecord[] };

/** What the process says. */
export type LogTaskMessage =
  | { readonly kind: 'progress'; readonly events: number; readonly atMs: number }
  | { readonly kind: 'done'; readonly result: LogTaskResult }
  /** It cannot be played as it was given, in words. */
  | { readonly kind: 'failed'; readonly detail: string };
