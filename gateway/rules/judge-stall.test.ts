import type { Box } from '@lamppost/contracts';
import { type ForegroundObject, type Track, parseYaml } from '@lamppost/detectors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { CameraLook } from './camera-look.js';
import { RuleDocument } from './document/rule-document.js';
import { type RuleStates, judgeLook } from './testing/judge-look.js';

const START = 1_760_000_000_000;
const T_SECONDS = 60;

function bookOf(options: string) {
  const text = `
schema: lamppost.rules/1
zones:
  - { id: road, camera: cam, polygon: [[0, 0.5], [1, 0.5], [1, 1], [0, 1]] }
rules:
  - { id: stall, matter: stall, matterCode: 09 006, severity: 2, zone: road, forSeconds: ${T_SECONDS}${options} }
`;
  return { gatewayId: 'pole-1', document: parseYaml(RuleDocument, text, 'rules.yaml') };
}

/** Shows something at a moment, in seconds; null while it is not seen. */
type Actor = (seconds: number) => Partial<CameraLook>;

function track(trackId: number, label: string, box: Box, over: Partial<Track> = {}): Actor {
  return (seconds) => {
    const atMs = START + seconds * 1000;
    const seen = { trackId, label, box, anchorBox: box, score: 0.7, visible: true, firstSeenAtMs: START };
    const stands = { lastSeenAtMs: atMs, stationarySinceMs: START, observedMs: seconds * 1000 };
    return { tracks: [{ ...seen, ...stands, ...over }] };
  };
}

/** A person 0.3 high whose feet are where `x` says, at 0.8 of the height. */
function person(trackId: number, x: (seconds: number) => number): Actor {
  return (seconds) => {
    const at = x(seconds);
    return track(
      trackId,
      'person',
      { x1: at - 0.03, y1: 0.5, x2: at + 0.03, y2: 0.8 },
      { stationarySinceMs: null },
    )(seconds);
  };
}

const standing = (trackId: number, x: number) => person(trackId, () => x);
/** Goes to and fro within their own height. */
const pacing = (trackId: number, x: number) => person(trackId, (seconds) => x + 0.06 * Math.sin(seconds / 2));
const passing = (trackId: number, fromSeconds: number) => person(trackId, (seconds) => (seconds - fromSeconds) * 0.06);

function object(box: Box, over: Partial<ForegroundObject> = {}): Actor {
  return () => ({ objects: [{ box, sinceMs: START, area: 0.02, stability: 0.9, ...over }] });
}

const during =
  (from: number, to: number, actor: Actor): Actor =>
  (seconds) =>
    seconds >= from && seconds < to ? actor(seconds) : {};

function lookOf(actors: readonly Actor[], seconds: number): CameraLook {
  const shown = actors.map((actor) => actor(seconds));
  return {
    cameraId: 'cam',
    atMs: START + seconds * 1000,
    tracks: shown.flatMap(({ tracks = [] }) => tracks),
    hazards: { fires: [], smokes: [] },
    objects: shown.flatMap(({ objects = [] }) => objects),
    furniture: shown.flatMap(({ furniture = [] }) => furniture),
  };
}

const every = (step: number, until: number) => [...Array(Math.floor(until / step) + 1).keys()].map((n) => n * step);

function run(actors: readonly Actor[], moments: readonly number[], options = '', from: RuleStates = {}) {
  const book = bookOf(options);
  let state = from;
  const found = [];
  for (const seconds of moments) {
    const answer = judgeLook(book, state, lookOf(actors, seconds));
    // What is kept outlives a restart.
    state = JSON.parse(JSON.stringify(answer.state)) as RuleStates;
    found.push(...answer.violations.map((violation) => ({ ...violation, seconds })));
  }
  return { found, state };
}

const UMBRELLA: Box = { x1: 0.34, y1: 0.45, x2: 0.46, y2: 0.6 };
const CRATES: Box = { x1: 0.34, y1: 0.66, x2: 0.48, y2: 0.82 };
const TRUCK: Box = { x1: 0.3, y1: 0.5, x2: 0.6, y2: 0.85 };

const umbrella = track(10, 'umbrella', UMBRELLA);
const words = (violation: { explanation: readonly { condition: string }[] } | undefined) =>
  violation?.explanation.map(({ condition }) => condition);
const UNPROVEN = 'unproven: no stall model; told by what stands together, to be verified on site';

describe('a stall is found', () => {
  test.each<[string, readonly Actor[], string[]]>([
    ['by goods', [standing(1, 0.4), umbrella], ['person standing with umbrella in zone road', UNPROVEN]],
    ['by a vendor who paces', [pacing(1, 0.4), umbrella], ['person standing with umbrella in zone road', UNPROVEN]],
    [
      'by an object that no class knows',
      [standing(1, 0.4), object(CRATES)],
      ['person standing with an unknown object in zone road', 'unknown object seen in place, still', UNPROVEN],
    ],
    [
      'by both',
      [standing(1, 0.4), object(CRATES), umbrella],
      [
        'person standing with umbrella in zone road',
        'person standing with an unknown object in zone road',
        'unknown object seen in place, still',
        UNPROVEN,
      ],
    ],
    [
      'by people at a truck',
      [track(20, 'truck', TRUCK), standing(1, 0.35), standing(2, 0.5)],
      ['people gathered at stopped truck in zone road', UNPROVEN],
    ],
    [
      'by people at a tricycle',
      [track(20, 'tricycle', TRUCK), standing(1, 0.35), pacing(2, 0.5)],
      ['people gathered at stopped tricycle in zone road', UNPROVEN],
    ],
    ['by a model', [track(30, 'stall', TRUCK)], ['stall seen by a model in zone road']],
  ])('%s, once, after its time', (_, actors, conditions) => {
    const { found } = run(actors, every(0.5, 300));
    expect(found).toHaveLength(1);
    expect(found[0]?.seconds).toBe(T_SECONDS);
    expect(found[0]?.observedCoverage).toBe(1);
    expect(words(found[0])?.toSorted()).toEqual(conditions.toSorted());
    expect(found[0]?.explanation.at(0)).toMatchObject({ value: T_SECONDS * 1000, limit: T_SECONDS * 1000, unit: 'ms' });
  });

  test('within one look after its time and never before, at any rate, with lost looks and the vendor hidden for 20 s', () => {
    const scene = fc.record({
      fps: fc.integer({ min: 1, max: 25 }),
      hiddenFrom: fc.integer({ min: 8, max: 35 }),
      lost: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 50, maxLength: 50 }),
    });
    fc.assert(
      fc.property(scene, ({ fps, hiddenFrom, lost }) => {
        // Up to two in three looks are lost, but never so many on end that nobody looked for longer than three seconds.
        const isLost = (index: number) => index % 3 !== 0 && (lost[index % 50] ?? 1) > 0.3;
        const moments = every(1 / fps, 90).filter((_, index) => !isLost(index));
        const vendor = pacing(1, 0.4);
        const actors: Actor[] = [
          (seconds) => (seconds >= hiddenFrom && seconds < hiddenFrom + 20 ? {} : vendor(seconds)),
          umbrella,
        ];
        const { found } = run(actors, moments);
        expect(found).toHaveLength(1);
        expect(found[0]?.seconds).toBe(moments.find((seconds) => seconds >= T_SECONDS));
        expect(found[0]?.observedCoverage).toBeLessThan(0.8);
      }),
      { numRuns: 12 },
    );
  });

  test('though the vendor comes back under another number, and the goods are seen in some looks only', () => {
    const blinking: Actor = (seconds) =>
      track(10, 'umbrella', UMBRELLA, {
        visible: seconds % 4 < 1,
        lastSeenAtMs: START + (seconds - (seconds % 4 < 1 ? 0 : (seconds % 4) - 0.5)) * 1000,
      })(seconds);
    const { found } = run(
      [during(0, 30, standing(1, 0.4)), during(38, 400, standing(2, 0.42)), blinking],
      every(0.5, 200),
    );
    expect(found.map(({ seconds }) => seconds)).toEqual([T_SECONDS]);
  });

  test('at each of two places', () => {
    const other = track(11, 'dining table', { x1: 0.75, y1: 0.65, x2: 0.85, y2: 0.8 });
    const { found } = run([standing(1, 0.4), umbrella, standing(2, 0.9), other], every(0.5, 200));
    expect(found.map(({ subject }) => (subject?.box.x1 ?? 0) > 0.5)).toEqual([false, true]);
    expect(new Set(found.map(({ violationId }) => violationId)).size).toBe(2);
  });

  test('once, though it is long and its vendor walks from end to end', () => {
    const rail = [0.3, 0.4, 0.5, 0.6].map((x, index) =>
      track(40 + index, 'bottle', { x1: x, y1: 0.7, x2: x + 0.02, y2: 0.75 }),
    );
    const vendor = person(1, (seconds) => 0.45 + 0.15 * Math.sin(seconds / 30));
    expect(run([vendor, ...rail], every(0.5, 600)).found).toHaveLength(1);
  });

  test('once while it goes on, and anew after it was gone for longer than a violation lasts', () => {
    const vendor: Actor = (seconds) => (seconds % 400 < 200 ? standing(Math.floor(seconds / 400), 0.4)(seconds) : {});
    const { found } = run([vendor, umbrella], every(1, 1000));
    expect(found.map(({ seconds }) => seconds)).toEqual([60, 460, 860]);
    const walks: Actor = (seconds) => (seconds % 400 < 320 ? standing(1, 0.4)(seconds) : {});
    expect(run([walks, umbrella], every(1, 1000)).found).toHaveLength(1);
  });

  test('with an object from when the object came, not from when it was sure', () => {
    const late = during(40, 500, object(CRATES, { sinceMs: START + 10_000 }));
    const { found } = run([standing(1, 0.4), late], every(0.5, 200));
    expect(found.map(({ seconds, startedAtMs }) => [seconds, startedAtMs - START])).toEqual([[70, 10_000]]);
  });
});

describe('no stall is', () => {
  const bus = (x: number) => standing(Math.round(x * 100), x);
  test.each<[string, readonly Actor[]]>([
    ['a person alone', [standing(1, 0.4)]],
    ['goods alone', [umbrella]],
    ['an unknown object alone', [object(CRATES)]],
    ['a parked truck alone', [track(20, 'truck', TRUCK)]],
    ['one person at a truck', [track(20, 'truck', TRUCK), standing(1, 0.4)]],
    ['two people at a parked car', [track(20, 'car', TRUCK), standing(1, 0.35), standing(2, 0.5)]],
    [
      'two on a motorcycle at a red light',
      [track(20, 'motorcycle', { x1: 0.36, y1: 0.52, x2: 0.48, y2: 0.82 }), standing(1, 0.4), standing(2, 0.42)],
    ],
    ['a crowd that waits for a bus', [bus(0.3), bus(0.34), bus(0.4), bus(0.47), bus(0.5)]],
    [
      'a person who waits with a handbag, known or not',
      [
        standing(1, 0.4),
        track(9, 'handbag', { x1: 0.43, y1: 0.72, x2: 0.46, y2: 0.79 }),
        object({ x1: 0.43, y1: 0.72, x2: 0.46, y2: 0.79 }),
      ],
    ],
    [
      'two who chat beside someone the detector misses',
      [standing(1, 0.4), standing(2, 0.44), object({ x1: 0.46, y1: 0.5, x2: 0.52, y2: 0.8 })],
    ],
    [
      'people who pass goods, one after the other',
      every(5, 290)
        .map((start, index) => passing(index, start))
        .concat(umbrella),
    ],
    ['goods that are carried past', [standing(1, 0.4), track(10, 'umbrella', UMBRELLA, { stationarySinceMs: null })]],
    [
      'a person whom the model calls a chair as well',
      [standing(1, 0.4), track(10, 'chair', { x1: 0.37, y1: 0.55, x2: 0.43, y2: 0.8 })],
    ],
    [
      'a tree that the model half takes for an umbrella',
      [standing(1, 0.4), track(10, 'umbrella', UMBRELLA, { score: 0.3 })],
    ],
    ['goods that have always stood there', [standing(1, 0.4), umbrella, () => ({ furniture: [10] })]],
    ['goods far away', [standing(1, 0.4), track(10, 'umbrella', { x1: 0.8, y1: 0.45, x2: 0.9, y2: 0.6 })]],
    [
      'one whose goods and vendor stand beside the zone',
      [
        track(1, 'person', { x1: 0.37, y1: 0.1, x2: 0.43, y2: 0.4 }),
        track(10, 'umbrella', { x1: 0.36, y1: 0.05, x2: 0.46, y2: 0.3 }),
      ],
    ],
    ['one who lingers at goods for less than the time', [during(0, 55, standing(1, 0.4)), umbrella]],
    [
      'what was seen for a third of its time only',
      [(seconds: number) => (seconds % 20 < 6.5 ? standing(1, 0.4)(seconds) : {}), umbrella],
    ],
  ])('%s', (_, actors) => {
    expect(run(actors, every(0.5, 300)).found).toEqual([]);
  });
});

test('a rule takes the evidence that it names, and no other', () => {
  const everything = [standing(1, 0.4), umbrella, object(CRATES), track(20, 'truck', TRUCK), standing(2, 0.5)];
  const found = (evidence: string, actors: readonly Actor[]) =>
    run(actors, every(1, 100), `, evidence: [${evidence}]`).found.map((violation) => words(violation)?.[0]);
  expect(found('model', everything)).toEqual([]);
  expect(found('gathering', everything)).toEqual(['people gathered at stopped truck in zone road']);
  expect(found('object', everything)).toEqual(['person standing with an unknown object in zone road']);
  expect(found('model', [track(30, 'stall', TRUCK), ...everything])).toEqual(['stall seen by a model in zone road']);
  const two = [standing(1, 0.35), standing(2, 0.5), track(20, 'car', TRUCK)];
  expect(run(two, every(1, 100), ', vehicles: [car]').found).toHaveLength(1);
  expect(run(two, every(1, 100), ', vehicles: [car], leastPeople: 3').found).toEqual([]);
  expect(() => bookOf(', evidence: [guess]')).toThrow(/evidence/);
});

test('a rule may count as goods what people carry or towns put up, where it says so', () => {
  const waiting = [standing(1, 0.4), track(9, 'suitcase', { x1: 0.43, y1: 0.7, x2: 0.46, y2: 0.79 })];
  expect(run(waiting, every(1, 100)).found).toEqual([]);
  expect(run(waiting, every(1, 100), ', goods: [suitcase]').found).toHaveLength(1);
});

test('a crowd of many days leaves a small state behind', () => {
  const crowd: Actor = (seconds) => ({
    tracks: [...Array(120).keys()].flatMap(
      (n) => person(Math.floor(seconds / 7) * 200 + n, (now) => (n * 0.37 + now * 0.001) % 1)(seconds).tracks ?? [],
    ),
  });
  const stalls = every(0.05, 0.95).map((x, index) =>
    track(100_000 + index, 'chair', { x1: x, y1: 0.7, x2: x + 0.02, y2: 0.78 }),
  );
  const { state } = run([crowd, ...stalls], every(1, 300));
  expect(JSON.stringify(state).length).toBeLessThan(60_000);
});
