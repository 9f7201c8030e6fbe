import type { Box } from '@lamppost/contracts';
import type { Track } from '@lamppost/detectors';
import { pino } from 'pino';
import { EventLog } from '../event-log/event-log.js';
import { EventRecorder } from '../event-log/event-recorder.js';
import { Judge } from '../pipeline/judge.js';
import { readRules } from '../rules/document/read-rules.js';

/** A car that stands at the kerb of a made street. */
export interface MadeStay {
  readonly fromSecond: number;
  readonly seconds: number;
  /** Where in the picture; a place of its own unless it is said. */
  readonly box?: Box;
}

const LOOK_MS = 1_000;
const PLACE: Box = { x1: 0.25, y1: 0.5, x2: 0.375, y2: 0.625 };

function trackOf(
  trackId: number,
  { fromSecond, seconds, box = PLACE }: MadeStay,
  startMs: number,
  second: number,
): Track | null {
  if (second < fromSecond || second > fromSecond + seconds) return null;
  const sinceMs = startMs + fromSecond * LOOK_MS;
  const atMs = startMs + second * LOOK_MS;
  const hasLeft = second === fromSecond + seconds;
  return {
    ...{ trackId, label: 'car', box, anchorBox: box, score: 0.75, visible: !hasLeft },
    ...{ firstSeenAtMs: sinceMs, lastSeenAtMs: atMs, stationarySinceMs: sinceMs, observedMs: atMs - sinceMs },
    hasLeft,
  };
}

/**
 * Writes the event log of a gateway that judged a made street: one look a second, and one reading a minute where values are given. Known
 * violations, for tests.
 */
export async function writeMadeLog(options: {
  readonly directory: string;
  readonly rules: string;
  readonly startMs: number;
  readonly seconds: number;
  readonly stays: readonly MadeStay[];
  readonly readings?: readonly number[];
}): Promise<void> {
  const { directory, rules, startMs, seconds, stays, readings = [] } = options;
  const clock = { at: startMs, nowMs: () => clock.at };
  const taken = readRules(rules, startMs);
  if (taken.status === 'refused') throw new TypeError('the rules of the made log are refused');
  const log = await EventLog.open({
    ...{ directory, gatewayId: 'made', budgetBytes: 100_000_000, days: 3_650, clock, log: pino({ level: 'silent' }) },
    ...{ flushEveryMs: 0, groupBytes: 20_000 },
  });
  const recorder = new EventRecorder(log, clock);
  recorder.rules(taken);
  const states = { loadState: () => undefined, saveState: () => undefined };
  const book = { gatewayId: 'made', document: taken.document };
  const judge = new Judge({ book, states, onViolation: () => undefined, recorder });
  for (let second = 0; second < seconds; second += 1) {
    clock.at = startMs + second * LOOK_MS;
    judge.tick(clock.at);
    const tracks = stays.flatMap((stay, index) => trackOf(index + 1, stay, startMs, second) ?? []);
    judge.look({ cameraId: 'gate', atMs: clock.at, tracks, hazards: { fires: [], smokes: [] }, objects: [] });
    const value = second % 60 === 0 ? readings[second / 60] : undefined;
    if (value !== undefined)
      judge.reading({ sensorId: 'dust', factor: 'a34001', measuredAtMs: clock.at, value, flag: 'N' });
    if (second % 100 === 0) await log.flush();
  }
  await log.close();
}
