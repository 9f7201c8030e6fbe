import type { SensorReading } from '@lamppost/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { EngineEvent } from '../events/engine-event.js';
import type { CameraLook } from './camera-look.js';
import { RuleDocument } from './document/rule-document.js';
import { NOTHING_SAVED, restoreEngine } from './engine-state.js';
import type { Outcome } from './outcome.js';
import { takeEvent, takeReadings } from './rule-engine.js';
import { type RuleBook, planRules } from './rule-plan.js';
import { EngineRun } from './testing/engine-run.js';

const START = 1_760_000_000_000;
const TOLERANCE_MS = 15_000;
const LENGTH_MS = 240_000;

const square = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];
const dust = { matter: 'dust', severity: 3, factor: 'a34001', minCapture: 0.5 };
/** One rule of each kind, and what joins them across sources. */
const book: RuleBook = {
  gatewayId: 'pole-1',
  document: RuleDocument.parse({
    schema: 'lamppost.rules/1',
    zones: [{ id: 'yard', camera: 'cam', polygon: square }],
    speakers: [{ id: 'horn' }],
    rules: [
      { id: 'park', matter: 'parking', severity: 3, zone: 'yard', forSeconds: 20 },
      {
        id: 'asked',
        matter: 'parking',
        severity: 3,
        zone: 'yard',
        forSeconds: 10,
        remind: { speaker: 'horn', graceSeconds: 20 },
      },
      {
        id: 'fire',
        matter: 'burning',
        severity: 5,
        zone: 'yard',
        forSeconds: 5,
        dust: { sensor: 'one', factor: 'a34001', recentSeconds: 20, beforeSeconds: 60 },
      },
      { id: 'mean', ...dust, sensor: 'one', windowSeconds: 30, limit: 500 },
      { id: 'counted', ...dust, sensor: 'one', windowSeconds: 20, limit: 500, maxPerDay: 2 },
      { id: 'above', ...dust, sensor: 'one', windowSeconds: 30, limit: 100, baseline: { sensors: ['two'], cap: 400 } },
      {
        id: 'shown',
        ...dust,
        sensor: 'two',
        windowSeconds: 30,
        limit: 500,
        mode: 'shadow',
        with: [
          { kind: 'picture', camera: 'cam', withinSeconds: 20, staleAfterSeconds: 40, ifStale: 'met' },
          {
            kind: 'anyOf',
            of: [
              { kind: 'rule', rule: 'mean' },
              { kind: 'level', sensor: 'one', factor: 'a34001', above: 300 },
            ],
          },
        ],
      },
      {
        id: 'often',
        matter: 'parking',
        severity: 2,
        zone: 'yard',
        forSeconds: 10,
        with: [
          {
            kind: 'nOfM',
            of: { kind: 'level', sensor: 'one', factor: 'a34001', above: 300, windowSeconds: 20 },
            n: 2,
            m: 4,
            everySeconds: 10,
          },
          { kind: 'nOfM', of: { kind: 'picture', camera: 'cam', labels: ['car'] }, n: 2, m: 3, everySeconds: 10 },
        ],
      },
    ],
  }),
};

type Timed = Extract<EngineEvent, { kind: 'look' | 'reading' }>;
const timeOf = (event: Timed) => (event.kind === 'look' ? event.look.atMs : event.reading.measuredAtMs);

function look(atMs: number, isParked: boolean, isSmoky: boolean): CameraLook {
  const box = { x1: 0.4, y1: 0.4, x2: 0.6, y2: 0.6 };
  const since = { sinceMs: START, observedMs: atMs - START, lastSeenAtMs: atMs };
  const times = { firstSeenAtMs: START, lastSeenAtMs: atMs, stationarySinceMs: START, observedMs: atMs - START };
  const smoke = { regionId: 1, box, originBox: box, score: 0.9, ...since, looks: { seen: 9, of: 9 } };
  return {
    cameraId: 'cam',
    atMs,
    tracks: isParked ? [{ trackId: 1, label: 'car', box, anchorBox: box, score: 0.8, visible: true, ...times }] : [],
    hazards: {
      fires: [],
      smokes: isSmoky ? [{ ...smoke, background: null, growth: null, fireSigns: { seen: 0, of: 9 } }] : [],
    },
    objects: [],
  };
}

const someLooks = fc
  .array(fc.record({ stepMs: fc.integer({ min: 200, max: 9_000 }), isParked: fc.boolean(), isSmoky: fc.boolean() }), {
    minLength: 20,
    maxLength: 80,
  })
  .map((looks) => {
    let atMs = START;
    return looks.map(({ stepMs, isParked, isSmoky }): Timed => {
      atMs += stepMs;
      return { kind: 'look', look: look(atMs, isParked, isSmoky) };
    });
  });

const readingsOf = (sensorId: string) =>
  fc
    .array(
      fc.record({
        stepMs: fc.integer({ min: 500, max: 8_000 }),
        value: fc.oneof(fc.integer({ min: 0, max: 400 }), fc.integer({ min: 400, max: 2_000 })),
        flag: fc.constantFrom<SensorReading['flag'][]>('N', 'N', 'N', 'D'),
      }),
      { minLength: 20, maxLength: 80 },
    )
    .map((readings) => {
      let measuredAtMs = START;
      return readings.map(({ stepMs, value, flag }): Timed => {
        measuredAtMs += stepMs;
        return { kind: 'reading', reading: { sensorId, factor: 'a34001', measuredAtMs, value, flag } };
      });
    });

interface Arrival {
  readonly event: Timed;
  readonly arrivedMs: number;
}

/** Events as they may arrive: readings up to the tolerance late, looks in the order of their camera. */
const someArrivals = fc
  .record({
    looks: someLooks,
    one: readingsOf('one'),
    two: readingsOf('two'),
    delays: fc.array(fc.integer({ min: 0, max: TOLERANCE_MS }), { minLength: 240, maxLength: 240 }),
    lookDelay: fc.integer({ min: 0, max: 3_000 }),
  })
  .map(({ looks, one, two, delays, lookDelay }) => {
    const events = [...looks, ...one, ...two].filter((event) => timeOf(event) < START + LENGTH_MS);
    const inOrder = events.toSorted((a, b) => timeOf(a) - timeOf(b));
    const arrivals = events.map((event, index): Arrival => {
      const delayMs = event.kind === 'look' ? lookDelay : (delays[index] ?? 0);
      return { event, arrivedMs: timeOf(event) + delayMs };
    });
    return { inOrder, arrivals: arrivals.sort((a, b) => a.arrivedMs - b.arrivedMs) };
  });

/** What comes of it, in an order that does not depend on which lane went on first. */
function sorted(outcomes: readonly Outcome[]): string[] {
  return outcomes.map((outcome) => JSON.stringify(outcome)).sort();
}

function play(events: readonly EngineEvent[], restartAt = -1): EngineRun {
  const run = new EngineRun(book);
  events.forEach((event, index) => {
    if (index === restartAt) run.restart();
    run.take(event);
  });
  run.end();
  return run;
}

/** Makes it an error to change a state, whatever holds it. */
function freeze(value: unknown): void {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return;
  Object.freeze(value);
  Object.values(value).forEach(freeze);
}

test('readings that are taken together give the state and the outcomes of each by itself, and change no state from before', () => {
  let told = 0;
  fc.assert(
    fc.property(someArrivals, fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1 }), ({ arrivals }, sizes) => {
      const plan = planRules(book);
      let [together, alone] = [restoreEngine(plan, NOTHING_SAVED), restoreEngine(plan, NOTHING_SAVED)];
      const readings = arrivals.flatMap(({ event }) => (event.kind === 'reading' ? [event.reading] : []));
      // Some of them again, and one from long ago.
      const given = readings.flatMap((each, index) =>
        index % 7 === 0 ? [each, each, { ...each, measuredAtMs: START - 900_000 }] : [each],
      );
      for (let at = 0, turn = 0; at < given.length; turn += 1) {
        const size = sizes[turn % sizes.length] ?? 1;
        const batch = given.slice(at, at + size);
        at += size;
        freeze(together);
        const answer = takeReadings(plan, together, batch);
        const outcomes = batch.flatMap((reading) => {
          const one = takeEvent(plan, alone, { kind: 'reading', reading });
          alone = one.state;
          return one.outcomes;
        });
        together = answer.state;
        told += outcomes.length;
        expect(answer.outcomes).toEqual(outcomes);
        expect(together).toEqual(alone);
      }
    }),
    { numRuns: 60 },
  );
  expect(told).toBeGreaterThan(20);
});

test('a log whose events come in any order within the tolerance gives the same outcomes, bit for bit', () => {
  let told = 0;
  fc.assert(
    fc.property(someArrivals, fc.nat(), ({ inOrder, arrivals }, where) => {
      const expected = sorted(play(inOrder).takeOutcomes());
      told += expected.length;
      const events = arrivals.map(({ event }) => event);
      const shuffled = play(events);
      expect(sorted(shuffled.takeOutcomes())).toEqual(expected);
      expect(shuffled.state.sources.map(({ late, setBack }) => [late, setBack])).toEqual([
        [0, 0],
        [0, 0],
        [0, 0],
      ]);
      // Each event twice, as QoS 1 may bring it.
      expect(sorted(play(events.flatMap((event) => [event, event])).takeOutcomes())).toEqual(expected);
      // A restart anywhere.
      expect(sorted(play(events, where % Math.max(1, events.length)).takeOutcomes())).toEqual(expected);
      // Ticks of the gateway's clock between, which may be wrong by any time.
      const ticked = arrivals.flatMap(({ event, arrivedMs }): EngineEvent[] => [
        { kind: 'tick', nowMs: arrivedMs - START + 1_000 },
        event,
      ]);
      expect(sorted(play(ticked).takeOutcomes())).toEqual(expected);
    }),
    { numRuns: 100, endOnFailure: true },
  );
  // It would be easy to agree on nothing.
  expect(told).toBeGreaterThan(100);
});
