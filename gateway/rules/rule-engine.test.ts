import type { SensorReading } from '@lamppost/contracts';
import { type Track, parseYaml } from '@lamppost/detectors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { RuleDocument } from './document/rule-document.js';
import type { CameraLook } from './camera-look.js';
import type { RuleBook } from './rule-plan.js';
import { EngineRun } from './testing/engine-run.js';
import { type RuleStates, judgeLook } from './testing/judge-look.js';

const START = 1_760_000_000_000;
const book: RuleBook = {
  gatewayId: 'pole-1',
  document: parseYaml(
    RuleDocument,
    `
schema: lamppost.rules/1
zones:
  - { id: kerb, camera: cam, polygon: [[0, 0.5], [1, 0.5], [1, 1], [0, 1]] }
rules:
  - { id: park, matter: parking, matterCode: 09 009, severity: 3, zone: kerb, forSeconds: 30 }
  - { id: stall, matter: stall, matterCode: 09 006, severity: 2, zone: kerb, forSeconds: 20 }
  - { id: tsp, matter: dust, matterCode: 08 004, severity: 3, sensor: dust, factor: a34001, windowSeconds: 60, limit: 1000 }
`,
    'rules.yaml',
  ),
};

function track(over: Partial<Track>): Track {
  const box = { x1: 0.4, y1: 0.5, x2: 0.6, y2: 0.7 };
  const times = { firstSeenAtMs: START, lastSeenAtMs: START, stationarySinceMs: START, observedMs: 0 };
  return { trackId: 1, label: 'car', box, anchorBox: box, score: 0.7, visible: true, ...times, ...over };
}

function look(atMs: number, over: Partial<CameraLook>): CameraLook {
  return { cameraId: 'cam', atMs, tracks: [], hazards: { fires: [], smokes: [] }, objects: [], ...over };
}

/** Runs looks of a scene every `everyMs`, and returns the violations found. */
function run(scene: (atMs: number) => CameraLook, untilMs: number, everyMs: number, from: RuleStates = {}) {
  let state = from;
  const found = [];
  for (let at = START; at <= START + untilMs; at += everyMs) {
    const answer = judgeLook(book, state, scene(at));
    state = answer.state;
    found.push(...answer.violations);
  }
  return { found, state };
}

const parked =
  (over: Partial<Track> = {}) =>
  (atMs: number) =>
    look(atMs, { tracks: [track({ lastSeenAtMs: atMs, observedMs: atMs - START, ...over })] });

describe('parking', () => {
  test('fires once, within one look after the time and never before, at any rate of looks', () => {
    fc.assert(
      fc.property(fc.integer({ min: 40, max: 1000 }), (everyMs) => {
        const { found } = run(parked(), 120_000, everyMs);
        expect(found).toHaveLength(1);
        const dwell = (found[0]?.triggeredAtMs ?? 0) - START;
        expect(dwell).toBeGreaterThanOrEqual(30_000);
        expect(dwell).toBeLessThan(30_000 + everyMs);
      }),
      { numRuns: 25 },
    );
  });

  test.each([
    ['stands outside the zone', { anchorBox: { x1: 0.4, y1: 0.1, x2: 0.6, y2: 0.3 } }],
    ['moves', { stationarySinceMs: null }],
    ['is a person', { label: 'person' }],
    ['was seen for a third of the time only', { observedMs: 9_000 }],
    ['is hidden', { visible: false }],
  ])('nothing is found when what is there %s', (_, over) => {
    expect(run(parked(over), 40_000, 500).found).toEqual([]);
  });

  test('after a restart in mid-dwell and after the trigger, the violation is the same and told once', () => {
    const half = run(parked(), 20_000, 500);
    const saved = JSON.parse(JSON.stringify(half.state)) as RuleStates;
    const first = run(parked(), 40_000, 500, saved);
    expect(first.found).toHaveLength(1);
    const again = run(parked(), 60_000, 500, first.state);
    expect(again.found).toEqual([]);
    expect(run(parked(), 40_000, 500).found).toEqual(first.found);
  });

  test('the same car under a new track joins; another car elsewhere is a violation of its own', () => {
    const { state } = run(parked(), 31_000, 500);
    const later = (atMs: number) =>
      look(atMs + 40_000, {
        tracks: [
          track({ trackId: 7, observedMs: 40_000 }),
          track({
            trackId: 8,
            observedMs: 40_000,
            box: { x1: 0, y1: 0.6, x2: 0.2, y2: 0.9 },
            anchorBox: { x1: 0, y1: 0.6, x2: 0.2, y2: 0.9 },
          }),
        ],
      });
    const { found } = run(later, 1_000, 500, state);
    expect(found.map((violation) => violation.subject?.box.x1)).toEqual([0]);
  });
});

function reading(second: number, value: number, over: Partial<SensorReading> = {}): SensorReading {
  return { sensorId: 'dust', factor: 'a34001', measuredAtMs: START + second * 1000, value, flag: 'N', ...over };
}

describe('dust', () => {
  test('a window above the limit is found once until it has come down again', () => {
    const run = new EngineRun(book);
    const values = [...Array<number>(12).fill(900), ...Array<number>(12).fill(1500), ...Array<number>(12).fill(300)];
    const found = [...values, ...values].map((value, index) => {
      run.reading(reading(index * 10, value));
      return run.takeViolations();
    });
    run.end();
    const violations = [...found.flat(), ...run.takeViolations()];
    // Six readings to a window; two of 1500 with four of 900 are 1100.
    expect(violations.map(({ triggeredAtMs }) => (triggeredAtMs - START) / 1000)).toEqual([130, 490]);
    expect(violations[0]?.explanation).toEqual([
      {
        condition: 'mean of a34001 over 60 s at dust',
        value: 1100,
        limit: 1000,
        unit: 'ug/m3',
        sinceMs: START + 80_000,
      },
    ]);
  });

  test('a monitor that falls silent has its last readings judged by ticks, at their own time', () => {
    const run = new EngineRun(book);
    run.tick(START);
    for (let second = 0; second <= 60; second += 10) run.reading(reading(second, 1500));
    run.tick(START + 14_000);
    const early = run.takeViolations().map(({ triggeredAtMs }) => triggeredAtMs);
    run.tick(START + 15_000);
    expect([...early, ...run.takeViolations().map(({ triggeredAtMs }) => triggeredAtMs)]).toEqual([START + 40_000]);
  });
});
