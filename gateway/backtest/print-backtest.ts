import { printTable } from '@lamppost/detectors/evaluation';
import { DateTime } from 'luxon';
import type { BacktestRow, BacktestSection, ToldFound } from './backtest-report.js';
import type { BacktestReport } from './run-backtest.js';
import type { Proportion } from './wilson-interval.js';

/** Violations that a list shows, at most; `--json` has all. */
const MOST_SHOWN = 20;
const MS_PER_SECOND = 1000;
const MS_PER_HOUR = 3_600_000;

/** What the text says beside the report. */
export interface PrintBacktestOptions {
  /** Names of the two versions, as the head of the columns; `against` is null for what was found at the time. */
  readonly rules: string;
  readonly against: string | null;
  /** Time zone in which times are told. */
  readonly timeZone: string;
}

/** A counted share with its interval: `87.5 % (52.9-97.8)`. */
export function printProportion({ share, interval }: Proportion): string {
  if (share === null || interval === null) return '-';
  const percent = (value: number) => (100 * value).toFixed(1);
  return `${percent(share)} % (${percent(interval.low)}-${percent(interval.high)})`;
}

/** A moment in a time zone, to the second. */
export function printTime(atMs: number, zone: string): string {
  return DateTime.fromMillis(atMs, { zone }).toFormat("yyyy-MM-dd'T'HH:mm:ssZZ");
}

const seconds = (ms: number) => (ms / MS_PER_SECOND).toFixed(1);

/** A backtest, as a person reads it. */
export function printBacktest(report: BacktestReport, options: PrintBacktestOptions): string {
  const { log, live, shadow } = report;
  const against = options.against ?? 'what was found at the time';
  const hours = (log.toMs - log.fromMs) / MS_PER_HOUR;
  return [
    `log of gateway ${report.gatewayId}: ${printTime(log.fromMs, options.timeZone)} to ${printTime(log.toMs, options.timeZone)} (${hours.toFixed(2)} h)`,
    `${log.looks} looks, ${log.readings} readings; from ${log.sources.join(', ')}`,
    ...notes(report, options),
    '',
    `${options.rules} against ${against}`,
    ...section(live, report, options),
    ...(shadow === null ? [] : ['', 'rules in shadow mode', ...section(shadow, report, options)]),
  ].join('\n');
}

function notes(report: BacktestReport, { timeZone }: PrintBacktestOptions): string[] {
  const { log, unheard, reminding, verdicts } = report;
  const time = (atMs: number) => printTime(atMs, timeZone);
  return [
    ...log.gaps.map(({ fromMs, toMs, cause, events }) => {
      const why = cause === 'stopped' ? 'the gateway did not run' : `not written, ${events ?? 'unknown'} events lost`;
      return `nothing is known from ${time(fromMs)} to ${time(toMs)}: ${why}`;
    }),
    ...log.damage.map(({ place, reason }) => `not read: ${place}: ${reason}`),
    ...unheard.map(({ ruleId, source }) => `rule ${ruleId} could find nothing: the log holds nothing of ${source}`),
    ...(reminding.length === 0
      ? []
      : [
          `reminders (${reminding.join(', ')}): nobody heard those that were not given; whether they would have been heeded is not known, the second look is what the log shows`,
        ]),
    ...(verdicts === null
      ? []
      : [
          `verdicts: ${verdicts.used} of ${verdicts.given} used; ${verdicts.unknown} on violations that are not found here, ${verdicts.outside} on times or sources that were not played`,
        ]),
  ];
}

function section(part: BacktestSection, { verdicts }: BacktestReport, options: PrintBacktestOptions): string[] {
  const head = ['rule', 'source', 'found', 'against', 'same', 'new', 'gone', 'median s', '95 % s'];
  const scored = verdicts === null ? [] : ['confirmed', 'rejected', 'open', 'precision (95 %)', 'recall (95 %)'];
  const rows = [...part.rows, part.total].map((row) => [...cells(row), ...(verdicts === null ? [] : scoreCells(row))]);
  return [
    printTable([...head, ...scored], rows),
    ...list('new', part.new, options),
    ...list('gone', part.gone, options),
    ...(part.changed.length === 0 ? [] : [`${part.changed.length} found by both, with another end (as ${ends(part)})`]),
  ];
}

function ends({ changed }: BacktestSection): string {
  const kinds = changed.map(({ found, against }) => `${against.fate} then, ${found.fate} now`);
  return [...new Set(kinds)].join('; ');
}

function cells(row: BacktestRow) {
  const { ruleId, sourceId, delay } = row;
  return [
    ruleId ?? 'all',
    sourceId ?? '',
    ...[row.found, row.against, row.same, row.new, row.gone],
    delay === null ? null : seconds(delay.medianMs),
    delay === null ? null : seconds(delay.p95Ms),
  ];
}

function scoreCells({ score }: BacktestRow) {
  if (score === null) return [];
  const { confirmed, rejected, unlabelled, precision, recall } = score;
  return [confirmed, rejected, unlabelled, printProportion(precision), printProportion(recall)];
}

function list(title: string, found: readonly ToldFound[], { timeZone }: PrintBacktestOptions): string[] {
  if (found.length === 0) return [];
  const rows = found
    .slice(0, MOST_SHOWN)
    .map((one) => [
      one.ruleId,
      one.sourceId,
      printTime(one.startedAtMs, timeZone),
      seconds(one.triggeredAtMs - one.startedAtMs),
      one.fate,
      one.verdict,
      one.violationId,
    ]);
  const more = found.length - rows.length;
  return [
    '',
    printTable([title, 'source', 'began', 'told after s', 'as', 'verdict', 'violation'], rows),
    ...(more > 0 ? [`... and ${more} more: --json lists all`] : []),
  ];
}
