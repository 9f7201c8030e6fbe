import type { Logger } from 'pino';
import type { Clock } from './clock.js';
import type { LinkBoard } from './http/link-board.js';
import type { CameraPipelines } from './pipeline/camera-pipelines.js';
import type { Judge } from './pipeline/judge.js';
import type { MqttLink } from './sources/mqtt/mqtt-link.js';
import type { Spool } from './spool/spool.js';
import type { BoxTimeSeries } from './time-series/time-series.js';

const SAVE_EVERY_MS = 5_000;
const STATUS_EVERY_MS = 30_000;
const TICK_EVERY_MS = 1_000;
const PRUNE_EVERY_MS = 60_000;
const RETENTION_EVERY_MS = 600_000;
const MS_PER_DAY = 86_400_000;

/** Options of {@link startRounds}. */
export interface StartRoundsOptions {
  readonly judge: Pick<Judge, 'save' | 'tick'>;
  readonly pipelines: Pick<CameraPipelines, 'save'>;
  readonly link: Pick<MqttLink, 'publishStatus'>;
  readonly board: Pick<LinkBoard, 'status'>;
  readonly series: Pick<BoxTimeSeries, 'prune'>;
  readonly spool: Pick<Spool, 'expireKept'>;
  /** Days that packages are kept which were not taken. */
  readonly keptPackageDays: number;
  /** Writes down which footage has left the rings. */
  readonly noteFootage: () => void;
  /** Days that readings are kept. */
  readonly readingDays: number;
  readonly clock: Clock;
  readonly logOf: (component: string) => Logger;
}

/** What is done every few seconds. */
export interface Rounds {
  /** Saves what is in progress, now. */
  save(): void;
  /** Ends the rounds. */
  stop(): void;
}

/** Does every few seconds what no event brings about: save, tell the time, tell the status, forget old readings. */
export function startRounds(options: StartRoundsOptions): Rounds {
  const { judge, pipelines, link, board, series, spool, readingDays, keptPackageDays, noteFootage, clock, logOf } =
    options;
  const log = logOf('rules');
  const save = () => {
    judge.save();
    pipelines.save();
  };
  const timers = [
    setInterval(() => {
      try {
        save();
      } catch (error) {
        log.error({ err: error }, 'dwell in progress could not be saved; it will be tried again');
      }
    }, SAVE_EVERY_MS),
    setInterval(() => {
      try {
        judge.tick(clock.nowMs());
      } catch (error) {
        log.error({ err: error }, 'what waited for a silent source could not be judged; it will be tried again');
      }
    }, TICK_EVERY_MS),
    setInterval(() => {
      link.publishStatus(board.status());
    }, STATUS_EVERY_MS),
    setInterval(() => {
      Promise.resolve(series.prune(clock.nowMs() - readingDays * MS_PER_DAY)).catch((error: unknown) => {
        logOf('time-series').error({ err: error }, 'old readings could not be forgotten; it will be tried again');
      });
    }, PRUNE_EVERY_MS),
    setInterval(() => {
      noteFootage();
      spool.expireKept(clock.nowMs() - keptPackageDays * MS_PER_DAY).catch((error: unknown) => {
        logOf('spool').error({ err: error }, 'old packages could not be deleted; it will be tried again');
      });
    }, RETENTION_EVERY_MS),
  ];
  return {
    save,
    stop: () => {
      noteFootage();
      for (const timer of timers) clearInterval(timer);
    },
  };
}
