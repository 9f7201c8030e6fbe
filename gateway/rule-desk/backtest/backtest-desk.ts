import type { Logger } from 'pino';
import type { BacktestRequest, BacktestState } from '../../console-shapes/backtest.js';
import type { Clock } from '../../clock.js';
import { hashText } from '../../rollout/assignment-store.js';
import type { LogTask } from './backtest-message.js';
import type { RunningLogTask, runLogTask } from './run-log-task.js';

/** Backtests that are remembered; the oldest make room. */
const MOST_KEPT = 8;
/** After this time a backtest is given up: nobody waits so long, and the box has other work. */
const LONGEST_MS = 20 * 60_000;

/** Options of {@link BacktestDesk}. */
export interface BacktestDeskOptions {
  readonly run: typeof runLogTask;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A backtest that is to be begun. */
export interface NewBacktest {
  readonly request: BacktestRequest;
  readonly who: string;
  readonly task: LogTask;
}

type Job = { -readonly [Key in keyof BacktestState]: BacktestState[Key] };

/** Runs backtests, one at a time, and remembers the last ones. */
export class BacktestDesk {
  readonly #jobs: Job[] = [];
  #running: { readonly job: Job; readonly task: RunningLogTask } | null = null;
  #lastId = 0;

  constructor(private readonly options: BacktestDeskOptions) {}

  /** Begins one; where another runs it is that one which is given, and nothing begins. */
  start({ request, who, task }: NewBacktest): { readonly status: 'started' | 'busy'; readonly job: BacktestState } {
    if (this.#running !== null) return { status: 'busy', job: this.#running.job };
    const { clock, log, run } = this.options;
    const { text, ...rest } = request;
    this.#lastId += 1;
    const job: Job = {
      id: this.#lastId,
      ...{ request: rest, who, startedAtMs: clock.nowMs(), textSha256: hashText(text) },
      state: { kind: 'running', events: 0, share: 0 },
    };
    this.#jobs.unshift(job);
    this.#jobs.splice(MOST_KEPT);
    const running = run(task, (events, atMs) => {
      const share = Math.min(1, Math.max(0, (atMs - task.fromMs) / Math.max(1, task.toMs - task.fromMs)));
      if (job.state.kind === 'running') job.state = { kind: 'running', events, share };
    });
    this.#running = { job, task: running };
    const timer = setTimeout(() => {
      this.#end(job, {
        kind: 'failed',
        detail: `it took longer than ${LONGEST_MS / 60_000} minutes; choose fewer days`,
      });
      running.stop();
    }, LONGEST_MS);
    timer.unref();
    void running.ended.then((end) => {
      clearTimeout(timer);
      if (end.kind === 'failed') this.#end(job, end);
      else if (end.result.kind !== 'recall')
        this.#end(job, { kind: 'done', tookMs: clock.nowMs() - job.startedAtMs, outcome: end.result });
      log.info({ id: job.id, kind: request.kind, state: job.state.kind }, 'backtest ended');
    });
    return { status: 'started', job };
  }

  /** One by its number; null when it is not remembered. */
  find(id: number): BacktestState | null {
    return this.#jobs.find((job) => job.id === id) ?? null;
  }

  /** The newest that runs or is done; null when there is none. */
  newest(kind: BacktestRequest['kind']): BacktestState | null {
    return this.#jobs.find(({ request }) => request.kind === kind) ?? null;
  }

  /** Breaks one off; false when it does not run. */
  cancel(id: number): boolean {
    if (this.#running?.job.id !== id) return false;
    const { job, task } = this.#running;
    this.#end(job, { kind: 'cancelled' });
    task.stop();
    return true;
  }

  /** Breaks off what runs. */
  close(): void {
    if (this.#running !== null) this.cancel(this.#running.job.id);
  }

  #end(job: Job, state: BacktestState['state']): void {
    if (job.state.kind === 'running') job.state = state;
    if (this.#running?.job === job) this.#running = null;
  }
}
