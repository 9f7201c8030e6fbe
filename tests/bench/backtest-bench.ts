import { join } from 'node:path';
import { emptyTracker, updateTracks } from '@lamppost/detectors';
import { EventLog, RuleDocument, VersionPlayer, playLog, readEventBatches, roundLook } from '@lamppost/gateway';
import { pino } from 'pino';
import { type BenchResult, figureOf } from './bench-report.js';
import type { BenchSettings } from './bench-settings.js';
import { seededRandom } from './seeded-random.js';
import { alternate, spreadOf } from './spread.js';
import { traffic } from './traffic.js';

const OBJECTS = 8;
const START_MS = Date.UTC(2026, 2, 1);
const HOUR_MS = 3_600_000;
const TICK_MS = 1_000;
const READING_MS = 5_000;
const FLUSH_LOOKS = 500;
/** Time between two looks at a camera that is looked at as often as a gateway ever does. */
const BUSIEST_LOOK_MS = 200;
/** The same on a gateway with many cameras, while something moves or has just come: 1.25 looks a second. */
const USUAL_LOOK_MS = 800;
/** What stands is judged this often while nothing moves. */
const REST_LOOK_MS = 1_000;
/** Share of each stretch of time in which something moves, by day and by night, */
const MOVING_SHARE = { day: 0.75, night: 0.2 } as const;
/** and how long a stretch is. */
const STRETCH_MS = 120_000;
const DAY_HOURS = { from: 6, to: 22 } as const;

/** Time from one look to the next, by the time since the log began. */
type LookPace = (sinceMs: number) => number;

const busiest: LookPace = () => BUSIEST_LOOK_MS;
const usual: LookPace = (sinceMs) => {
  const hour = (sinceMs / HOUR_MS) % 24;
  const share = hour >= DAY_HOURS.from && hour < DAY_HOURS.to ? MOVING_SHARE.day : MOVING_SHARE.night;
  return sinceMs % STRETCH_MS < share * STRETCH_MS ? USUAL_LOOK_MS : REST_LOOK_MS;
};

const DOCUMENT = RuleDocument.parse({
  schema: 'lamppost.rules/1',
  zones: [
    {
      id: 'kerb',
      camera: 'street',
      polygon: [
        [0, 0.4],
        [1, 0.4],
        [1, 0.7],
        [0, 0.7],
      ],
    },
  ],
  rules: [
    { id: 'parked', matter: 'parking', severity: 3, zone: 'kerb', forSeconds: 300 },
    { id: 'stall', matter: 'stall', severity: 2, zone: 'kerb', forSeconds: 300 },
    { id: 'fire', matter: 'burning', severity: 5, zone: 'kerb', forSeconds: 15 },
    { id: 'tsp', matter: 'dust', severity: 4, sensor: 'dust', factor: 'a34001', windowSeconds: 900, limit: 1000 },
  ],
});

interface MadeLog {
  readonly directory: string;
  readonly looks: number;
}

/** Writes what a gateway records of a street: looks through the tracker, a reading in five seconds, a tick a second. */
async function writeLog(directory: string, lastsMs: number, pace: LookPace): Promise<MadeLog> {
  const clock = { at: START_MS, nowMs: () => clock.at };
  const log = await EventLog.open({
    ...{ directory, gatewayId: 'bench', budgetBytes: 10_000_000_000, days: 30, clock, flushEveryMs: 0 },
    log: pino({ level: 'silent' }),
  });
  const random = seededRandom(OBJECTS);
  const hour = traffic(OBJECTS, Math.ceil(Math.min(lastsMs, HOUR_MS) / BUSIEST_LOOK_MS), BUSIEST_LOOK_MS);
  let tracker = emptyTracker();
  let looks = 0;
  for (let [sinceMs, tickMs, readingMs] = [0, 0, 0]; sinceMs < lastsMs; sinceMs += pace(sinceMs)) {
    const atMs = START_MS + sinceMs;
    clock.at = atMs;
    const { state, tracks } = updateTracks(tracker, atMs, hour[(sinceMs / BUSIEST_LOOK_MS) % hour.length] ?? []);
    tracker = state;
    const seen = roundLook({ cameraId: 'street', atMs, tracks, hazards: { fires: [], smokes: [] }, objects: [] });
    log.append({ kind: 'look', atMs, look: seen, detections: null });
    looks += 1;
    for (; tickMs <= sinceMs; tickMs += TICK_MS) log.append({ kind: 'tick', atMs: START_MS + tickMs });
    for (; readingMs <= sinceMs; readingMs += READING_MS) {
      const measuredAtMs = START_MS + readingMs;
      const reading = { sensorId: 'dust', factor: 'a34001', measuredAtMs, value: random() * 1200, flag: 'N' } as const;
      log.append({ kind: 'reading', atMs: measuredAtMs, reading });
    }
    if (looks % FLUSH_LOOKS === 0) await log.flush();
  }
  await log.close();
  return { directory, looks };
}

/** How many times faster than it happened a log is played. */
export async function benchBacktest({ isQuick, scratch, onProgress }: BenchSettings): Promise<BenchResult> {
  const [rounds, hours] = isQuick ? [1, 0.05] : [5, 24];
  const lastsMs = hours * HOUR_MS;
  onProgress('two logs are made');
  const usualLog = await writeLog(join(scratch, 'usual'), lastsMs, usual);
  const busiestLog = await writeLog(join(scratch, 'busiest'), lastsMs, busiest);
  onProgress(`${rounds} rounds of ${usualLog.looks} and ${busiestLog.looks} looks`);
  const timesOf = async (work: () => Promise<void>) => {
    const before = performance.now();
    await work();
    return lastsMs / (performance.now() - before);
  };
  let found = 0;
  const play = async ({ directory }: MadeLog) =>
    timesOf(async () => {
      const player = new VersionPlayer('bench', DOCUMENT);
      await playLog({ directory, players: [player] });
      found = player.found().length;
    });
  const runs = await alternate(rounds, {
    usual: async () => play(usualLog),
    busiest: async () => play(busiestLog),
    read: async () =>
      timesOf(async () => {
        for await (const events of readEventBatches(usualLog.directory))
          if (events.length === 0) throw new Error('an empty batch');
      }),
  });
  return {
    question:
      'How many times faster than it happened is the log of one camera and one monitor played under other rules?',
    method: `A made street of ${OBJECTS} objects that stand, drive or walk, and the weak detections between them, through the tracker; a reading in ${READING_MS / 1000} s and a tick a second; written as a gateway writes its event log (an hour of traffic, again and again). Looks as a gateway with many cameras takes them: ${1000 / USUAL_LOOK_MS} a second for ${MOVING_SHARE.day} of the time by day and ${MOVING_SHARE.night} of it by night, in which something moves, and in between one a second, for what stands there. Beside it a log of ${1000 / BUSIEST_LOOK_MS} looks a second all day, the most that a gateway takes of a camera unless it is set to more. playLog under four rules, one for each matter, from the files to the violations. result = median of the time that the usual log covers / the time on the clock. In turns with them: the usual log only read.`,
    result: spreadOf(runs.usual).median,
    unit: 'times real time',
    aim: { comparison: 'at least', limit: 10_000 },
    figures: [
      figureOf('read and judged', 'times real time', runs.usual),
      figureOf(`the same, ${1000 / BUSIEST_LOOK_MS} looks a second all day`, 'times real time', runs.busiest),
      figureOf('only read', 'times real time', runs.read),
      figureOf(
        'looks a second, read and judged',
        'looks/s',
        runs.usual.map((times) => (times * usualLog.looks * 1000) / lastsMs),
      ),
    ],
    facts: {
      hours,
      looks: usualLog.looks,
      looksOfTheBusiest: busiestLog.looks,
      rules: DOCUMENT.rules.length,
      violationsFound: found,
    },
  };
}
