import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SmokeRegion } from './hazard-region.js';
import { START_MS, ellipse, every, gridOf, watchAt } from './made-hazards.js';
import type { Place, Scene } from './made-hazards.js';

const MINUTE = 60_000;
const LEARNT_MS = 12 * MINUTE;

/** A number from 0 to 1 that looks random, and is always the same. */
const noise = (seed: number) => Math.abs(Math.sin(seed * 78.233) * 43_758.5453) % 1;

const smoking = (cells: readonly Place[], score = 0.9) => gridOf({ smoke: [{ cells, score }] });
const nothing = gridOf({});

/** A plume that rises from one place, and is so many cells large. */
const plume = (size: number) => ellipse(12, 12 - size / 4, 1 + size / 3, 1 + size / 2);
const growing =
  (fromMs: number, perMinute = 8): Scene =>
  (timeMs) =>
    timeMs < fromMs ? nothing : smoking(plume(2 + (perMinute * (timeMs - fromMs)) / MINUTE));

/** A state in which the usual is known: nothing. */
const learnt = watchAt(() => nothing, every(1000, LEARNT_MS)).state;

describe('smoke that grows out of a place', () => {
  test('is told with its growth, and as new, at 1 to 25 looks a second', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 25 }), fc.integer({ min: 4, max: 12 }), (perSecond, perMinute) => {
        const from = LEARNT_MS + 5_000;
        const times = every(Math.round(1000 / perSecond), from + MINUTE, LEARNT_MS + 1000);
        const { steps, last } = watchAt(growing(from, perMinute), times, learnt);
        const grown = steps.find(({ regions }) => regions.smokes.some(({ growth }) => growth !== null));
        const delayMs = (grown?.atMs ?? Infinity) - START_MS - from;
        expect(delayMs).toBeGreaterThanOrEqual(30_000);
        expect(delayMs).toBeLessThanOrEqual(55_000);
        const [region] = last.smokes;
        expect(SmokeRegion.parse(region)).toEqual(region);
        expect(region?.background).toBeLessThan(0.05);
        expect((region?.growth?.toCells ?? 0) / (region?.growth?.fromCells ?? 1)).toBeGreaterThan(2);
        expect(region?.fireSigns.seen).toBe(0);
        // It began low down, where its source is.
        expect(region?.originBox.y2).toBeCloseTo(13 / 16, 1);
      }),
      { numRuns: 20 },
    );
  });

  test('is not told as new before the background is learnt', () => {
    const { last } = watchAt(growing(MINUTE), every(500, 2 * MINUTE));
    expect(last.smokes).toHaveLength(1);
    expect(last.smokes[0]?.background).toBeNull();
  });

  test('with a score that trembles grows none the less', () => {
    const scene: Scene = (timeMs) => {
      const cells = plume(2 + (6 * (timeMs - LEARNT_MS)) / MINUTE);
      return gridOf({ smoke: [{ cells, score: (index) => 0.5 + 0.5 * noise(index + timeMs) }] });
    };
    const { last } = watchAt(scene, every(200, LEARNT_MS + MINUTE, LEARNT_MS + 1000), learnt);
    expect(last.smokes.filter(({ growth }) => growth !== null)).toHaveLength(1);
  });
});

describe('smoke does not grow', () => {
  const growths = (scene: Scene, untilMs: number) =>
    watchAt(scene, every(1000, LEARNT_MS + untilMs, LEARNT_MS + 1000), learnt).steps.flatMap(({ regions }) =>
      regions.smokes.filter(({ growth }) => growth !== null),
    );

  test.each<[string, Scene]>([
    ['that hangs', () => smoking(plume(9))],
    ['that shrinks', (timeMs) => smoking(plume(Math.max(2, 12 - (timeMs - LEARNT_MS) / 10_000)))],
    ['that swells and shrinks', (timeMs) => smoking(plume(8 + 4 * Math.sin(timeMs / 6_000)))],
    ['that is suddenly large', (timeMs) => smoking(plume(timeMs < LEARNT_MS + 20_000 ? 3 : 12))],
    ['that trembles', (timeMs) => smoking(plume(6 + 4 * noise(Math.floor(timeMs / 3_000))))],
    ['that comes in over the edge', (timeMs) => smoking(ellipse(-8 + (timeMs - LEARNT_MS) / 12_000, 8, 16, 8))],
    ['that covers everything, as fog does', (timeMs) => smoking(ellipse(13, 8, 20 + (timeMs - LEARNT_MS) / 8_000, 14))],
  ])('%s', (_, scene) => {
    expect(growths(scene, 3 * MINUTE)).toEqual([]);
  });

  test('when clouds drift over the picture, and swell and shrink on their way', () => {
    const cloud = fc.record({
      beginsAtMs: fc.integer({ min: 0, max: 8 * MINUTE }),
      row: fc.integer({ min: 0, max: 9 }),
      width: fc.integer({ min: 4, max: 12 }),
      /** In cells a minute: a cloud that crosses the picture within 10 minutes. */
      speed: fc.double({ min: 3, max: 20, noNaN: true }),
      swing: fc.double({ min: 0, max: 0.3, noNaN: true }),
      periodMs: fc.integer({ min: 40_000, max: 240_000 }),
      score: fc.double({ min: 0.5, max: 1, noNaN: true }),
    });
    fc.assert(
      fc.property(fc.array(cloud, { minLength: 1, maxLength: 4 }), (clouds) => {
        const scene: Scene = (timeMs) =>
          gridOf({
            smoke: clouds.map(({ beginsAtMs, row, width, speed, swing, periodMs, score }) => {
              const sinceMs = timeMs - LEARNT_MS - beginsAtMs;
              const size = 1 + swing * Math.sin((2 * Math.PI * sinceMs) / periodMs);
              const column = -width + (speed * sinceMs) / MINUTE;
              return { cells: ellipse(column, row, width * size, 0.5 * width * size), score };
            }),
          });
        expect(growths(scene, 12 * MINUTE)).toEqual([]);
      }),
      { numRuns: 25 },
    );
  });
});

test('smoke that is always there is none, and what comes to it is new', () => {
  const steam = ellipse(5, 4, 5, 4);
  const usual = watchAt(() => smoking(steam, 0.8), every(1000, 30 * MINUTE));
  expect(usual.last.smokes).toEqual([]);
  const scene: Scene = () =>
    gridOf({
      smoke: [
        { cells: steam, score: 0.8 },
        { cells: plume(8), score: 0.8 },
      ],
    });
  const { last } = watchAt(scene, every(1000, 31 * MINUTE, 30 * MINUTE + 1000), usual.state);
  expect(last.smokes).toHaveLength(1);
  expect(last.smokes[0]?.box.x1).toBeGreaterThan(0.3);
  expect(last.smokes[0]?.background).toBeLessThan(0.05);
});

describe('signs of fire', () => {
  const signs = (fire: readonly Place[], score: number) => {
    const scene: Scene = () => gridOf({ smoke: [{ cells: plume(9), score: 0.9 }], fire: [{ cells: fire, score }] });
    const { last } = watchAt(scene, every(200, LEARNT_MS + 20_000, LEARNT_MS + 1000), learnt);
    expect(last.fires).toEqual([]);
    const { seen = 0, of = 1 } = last.smokes[0]?.fireSigns ?? {};
    return seen / of;
  };

  test('count in the smoke and beside it, not elsewhere, and not when they are too weak', () => {
    expect(signs([[12, 11]], 0.45)).toBe(1);
    expect(signs([[12, 13]], 0.45)).toBe(1);
    expect(signs([[20, 12]], 0.45)).toBe(0);
    expect(signs([[12, 11]], 0.3)).toBe(0);
  });
});
