import { ConfigError } from '@lamppost/detectors';
import { type LogEvent, engineEventOf } from '../event-log/log-event.js';
import { readEventBatches } from '../event-log/read-event-log.js';
import { type Found, FoundBook } from './found.js';
import type { VersionPlayer } from './version-player.js';

/** Parts of a log that can't be read and are told, at most. */
const MOST_DAMAGE = 20;
const PROGRESS_EVERY = 500_000;

/** A time of which a log knows nothing. */
export interface Gap {
  readonly fromMs: number;
  readonly toMs: number;
  readonly cause: 'stopped' | 'not-written';
  /** Events that were given up; null when unknown. */
  readonly events: number | null;
}

/** What was played of a log. */
export interface LogFacts {
  /** By the gateway's clock, ms since 1970: when it took the first and the last of what was played. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly looks: number;
  readonly readings: number;
  readonly ticks: number;
  /** Answers of loudspeakers to reminders of the rules that were live. */
  readonly reminders: number;
  /** Cameras and sensors that something came from, as `camera/ID` and `sensor/ID`. */
  readonly sources: readonly string[];
  /** The rule documents that were live in turn, by the hash of their file. */
  readonly rules: readonly { readonly sha256: string; readonly sinceMs: number }[];
  readonly gaps: readonly Gap[];
  /** Parts that could not be read, the first of them. */
  readonly damage: readonly { readonly place: string; readonly reason: string }[];
}

/** What is played, and under which rules. */
export interface PlayLogOptions {
  readonly directory: string;
  /** First event time that is played; default the beginning. */
  readonly fromMs?: number;
  /** First event time that is no longer played; default the end. */
  readonly toMs?: number;
  readonly players: readonly VersionPlayer[];
  /** Told now and then how many events were played, and up to which time. */
  readonly onProgress?: (events: number, atMs: number) => void;
  /** Events after which it is told; default {@link PROGRESS_EVERY}. */
  readonly progressEvery?: number;
}

/** A log that was played. */
export interface PlayedLog {
  readonly facts: LogFacts;
  /** What the gateway itself found at the time. */
  readonly recorded: readonly Found[];
}

/** Counts what a log holds. */
class LogCount {
  looks = 0;
  readings = 0;
  ticks = 0;
  reminders = 0;
  fromMs = Infinity;
  toMs = -Infinity;
  readonly cameras = new Set<string>();
  readonly sensors = new Set<string>();
  readonly rules: LogFacts['rules'][number][] = [];
  readonly gaps: Gap[] = [];
  readonly recorded = new FoundBook();

  take(event: LogEvent): void {
    switch (event.kind) {
      case 'look':
        this.looks += 1;
        this.cameras.add(event.look.cameraId);
        break;
      case 'reading':
        this.readings += 1;
        this.sensors.add(event.reading.sensorId);
        break;
      case 'tick':
        this.ticks += 1;
        break;
      case 'reminder':
        this.reminders += 1;
        break;
      case 'outcome':
        this.recorded.take(event.outcome);
        break;
      case 'rules':
        this.rules.push({ sha256: event.sha256, sinceMs: event.atMs });
        break;
      case 'gap':
        this.gaps.push({ fromMs: event.fromMs, toMs: event.atMs, cause: event.cause, events: event.events });
        break;
      case 'device':
        break;
      default:
        event satisfies never;
    }
  }

  get events(): number {
    return this.looks + this.readings + this.ticks + this.reminders;
  }
}

function clockText(atMs: number): string {
  return new Date(atMs).toISOString();
}

/**
 * Plays a log once, each event under all players in turn.
 *
 * @throws EventLogError `event-log.missing` when there is no log in the directory
 * @throws ConfigError when nothing of it can be played
 */
export async function playLog({
  directory,
  players,
  onProgress,
  progressEvery = PROGRESS_EVERY,
  ...span
}: PlayLogOptions): Promise<PlayedLog> {
  const damage: LogFacts['damage'][number][] = [];
  const onDamage = (place: string, reason: string) => {
    if (damage.length < MOST_DAMAGE) damage.push({ place, reason });
  };
  const count = new LogCount();
  let toldAt = progressEvery;
  for await (const events of readEventBatches(directory, { ...span, onDamage })) {
    for (const event of events) {
      count.take(event);
      const given = engineEventOf(event);
      if (given === null) continue;
      if (event.recordedAtMs < count.fromMs) count.fromMs = event.recordedAtMs;
      if (event.recordedAtMs > count.toMs) count.toMs = event.recordedAtMs;
      for (const player of players) player.take(given);
    }
    for (const player of players) player.note();
    if (count.events < toldAt) continue;
    onProgress?.(count.events, count.toMs);
    toldAt += progressEvery;
  }
  if (count.looks + count.readings === 0) throw nothingToPlay(directory, damage, span);
  const { looks, readings, ticks, reminders, fromMs, toMs, rules, gaps, recorded } = count;
  const sources = [
    ...[...count.cameras].map((id) => `camera/${id}`),
    ...[...count.sensors].map((id) => `sensor/${id}`),
  ];
  return {
    facts: { fromMs, toMs, looks, readings, ticks, reminders, sources: sources.sort(), rules, gaps, damage },
    recorded: recorded.list(),
  };
}

function nothingToPlay(
  directory: string,
  damage: LogFacts['damage'],
  { fromMs, toMs }: Pick<PlayLogOptions, 'fromMs' | 'toMs'>,
): ConfigError {
  if (damage.length > 0)
    return new ConfigError([
      ...damage.map(({ place, reason }) => `${place}: ${reason}`),
      `${directory}: nothing of this log can be read; give an undamaged copy`,
    ]);
  const bounds = [
    ...(fromMs === undefined ? [] : [`from ${clockText(fromMs)}`]),
    ...(toMs === undefined ? [] : [`to ${clockText(toMs)}`]),
  ];
  return new ConfigError([
    bounds.length === 0
      ? `${directory}: this log holds no look and no reading; let a gateway record into it, or make one with npm run replay`
      : `${directory}: this log holds no look and no reading ${bounds.join(' ')}; give a time that it covers with --from and --to`,
  ]);
}
