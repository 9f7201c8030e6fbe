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
const LOOK_MS = 200;
const LOOKS_A_SECOND = 1_000 / LOOK_MS;
const START_MS = Date.UTC(2026, 2, 1);
const HOUR_LOOKS = 3_600 * LOOKS_A_SECOND;
const MINUTE_LOOKS = 60 * LOOKS_A_SECOND;

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

/** Writes what a gateway records of a street: looks through the tracker, a reading a minute, a tick a second. */
async function writeDay(directory: string, looks: number): Promise<void> {
  const clock = { at: START_MS, nowMs: () => clock.at };
  const log = await EventLog.open({
    ...{ directory, gatewayId: 'bench', budgetBytes: 10_000_000_000, days: 30, clock, flushEveryMs: 0 },
    log: pino({ level: 'silent' }),
  });
  const random = seededRandom(OBJECTS);
  const hour = traffic(OBJECTS, Math.min(looks, HOUR_LOOKS), LOOK_MS);
  let tracker = emptyTracker();
  for (let look = 0; look < looks; look += 1) {
    const atMs = START_MS + look * LOOK_MS;
    clock.at = atMs;
    const { state, tracks } = updateTracks(tracker, atMs, hour[look % hour.length] ?? []);
    tracker = state;
    const seen = roundLook({ cameraId: 'street', atMs, tracks, hazards: { fires: [], smokes: [] }, objects: [] });
    log.append({ kind: 'look', atMs, look: seen, detections: null });
    if (look % LOOKS_A_SECOND === 0) log.append({ kind: 'tick', atMs });
    if (look % MINUTE_LOOKS === 0) {
      const reading = {
        sensorId: 'dust',
        factor: 'a34001',
        measuredAtMs: atMs,
        value: random() * 1200,
        flag: 'N',
      } as const;
      log.append({ kind: 'reading', atMs, reading });
      await log.flush();
    }
  }
  await log.close();
}

/** How many times faster than it happened a log is played. */
export async function benchBacktest({ isQuick, scratch, onProgress }: BenchSettings): Promise<BenchResult> {
  const [rounds, hours] = isQuick ? [1, 0.05] : [5, 24];
  const looks = Math.round(hours * HOUR_LOOKS);
  const directory = join(scratch, 'event-log');
  onProgress(`a log of ${looks} looks is made`);
  await writeDay(directory, looks);
  onProgress(`${rounds} rounds`);
  const lastedSeconds = looks / LOOKS_A_SECOND;
  let found = 0;
  const secondsOf = async (work: () => Promise<void>) => {
    const before = performance.now();
    await work();
    return lastedSeconds / ((performance.now() - before) / 1000);
  };
  const runs = await alternate(rounds, {
    played: async () =>
      secondsOf(async () => {
        const player = new VersionPlayer('bench', DOCUMENT);
        await playLog({ directory, players: [player] });
        found = player.found().length;
      }),
    read: async () =>
      secondsOf(async () => {
        for await (const events of readEventBatches(directory))
          if (events.length === 0) throw new Error('an empty batch');
      }),
  });
  return {
    question:
      'How many times faster than it happened is the log of one camera and one monitor played under other rules?',
    method: `A made street of ${OBJECTS} objects and the weak detections between them, ${LOOKS_A_SECOND} looks a second through the tracker, one reading a minute and one tick a second, written as a gateway writes its event log (an hour of traffic, again and again). playLog under four rules, one for each matter, from the files to the violations. result = median of the time that the log covers / the time on the clock. Beside it, in turns: the log only read.`,
    result: spreadOf(runs.played).median,
    unit: 'times real time',
    aim: { comparison: 'at least', limit: 10_000 },
    figures: [
      figureOf('read and judged', 'times real time', runs.played),
      figureOf('only read', 'times real time', runs.read),
      figureOf(
        'looks a second, read and judged',
        'looks/s',
        runs.played.map((times) => times * LOOKS_A_SECOND),
      ),
    ],
    facts: { looks, hours, rules: DOCUMENT.rules.length, violationsFound: found },
  };
}
