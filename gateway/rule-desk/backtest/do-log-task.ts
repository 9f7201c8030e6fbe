import { runBacktest, type BacktestReport } from '../../backtest/run-backtest.js';
import { thresholdCurve } from '../../backtest/suggest/threshold-curve.js';
import { readEventBatches } from '../../event-log/read-event-log.js';
import { type RulesRead, type TakenRules, readRules } from '../../rules/document/read-rules.js';
import { type FoundRecord, fateOf } from '../found/found-store.js';
import type { LogTask, LogTaskResult } from './backtest-message.js';

/** Events between two words of how far it is. */
const PROGRESS_EVERY = 20_000;
/** Entries of each list of a report, at most: more than a person looks through. */
const MOST_TOLD = 500;
const MOST_RECALLED = 20_000;

/** Thrown where a task cannot be done as it was given. */
export class LogTaskError extends Error {}

/** Does a task on the event log; see {@link LogTask}. @throws LogTaskError, EventLogError or ConfigError where it cannot be done as it was given */
export async function doLogTask(
  task: LogTask,
  onProgress: (events: number, atMs: number) => void,
): Promise<LogTaskResult> {
  const { directory, fromMs, toMs } = task;
  const play = { directory, fromMs, toMs, onProgress, progressEvery: PROGRESS_EVERY };
  switch (task.kind) {
    case 'compare': {
      const document = takenOf(task.text, fromMs).document;
      const against = task.against === null ? null : takenOf(task.against, fromMs).document;
      return {
        kind: 'compare',
        ...shortened(await runBacktest({ ...play, document, against, verdicts: task.verdicts })),
      };
    }
    case 'curve': {
      const { document } = takenOf(task.text, fromMs);
      const { ruleId, threshold, verdicts } = task;
      const curve = await thresholdCurve({ ...play, document, ruleId, threshold, verdicts });
      if (curve === null)
        throw new LogTaskError(`rule ${ruleId} has no threshold ${threshold}; choose one that it has`);
      return { kind: 'curve', curve };
    }
    case 'recall':
      return { kind: 'recall', found: await recallFound(directory, { fromMs, toMs }) };
    default:
      return task satisfies never;
  }
}

function takenOf(text: string, nowMs: number): TakenRules {
  const read: RulesRead = readRules(text, nowMs);
  if (read.status === 'taken') return read;
  const [first] = read.problems;
  throw new LogTaskError(`the rules are refused: line ${first?.line ?? 1}: ${first?.message.en ?? ''}`);
}

/** What was gone before is cut first: lists of what is the same on both sides are the longest, and tell least. */
function shortened(report: BacktestReport): { report: BacktestReport; leftOut: number } {
  let leftOut = 0;
  const cut = <T>(list: readonly T[]): readonly T[] => {
    leftOut += Math.max(0, list.length - MOST_TOLD);
    return list.slice(0, MOST_TOLD);
  };
  const section = (part: BacktestReport['live']): BacktestReport['live'] => ({
    ...part,
    found: cut(part.found),
    new: cut(part.new),
    gone: cut(part.gone),
    changed: cut(part.changed),
  });
  const live = section(report.live);
  const shadow = report.shadow === null ? null : section(report.shadow);
  return { report: { ...report, live, shadow }, leftOut };
}

/** What the gateway's rules found at the time, with the rules that found it, the oldest first. */
async function recallFound(directory: string, span: { fromMs: number; toMs: number }): Promise<FoundRecord[]> {
  const found = new Map<string, FoundRecord>();
  let rules: TakenRules | null = null;
  for await (const events of readEventBatches(directory, span))
    for (const event of events) {
      if (event.kind === 'rules') {
        const read = readRules(event.text, event.atMs);
        rules = read.status === 'taken' ? read : null;
      }
      if (event.kind !== 'outcome') continue;
      const { violation } = event.outcome;
      const rule = rules?.document.rules.find(({ id }) => id === violation.ruleId) ?? null;
      found.set(violation.violationId, {
        violation,
        fate: fateOf(event.outcome),
        rulesSha256: rules?.sha256 ?? '',
        rule,
      });
    }
  return [...found.values()].slice(-MOST_RECALLED);
}
