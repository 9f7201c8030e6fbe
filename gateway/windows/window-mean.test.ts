import type { DataFlag, SensorReading } from '@lamppost/contracts';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addReading, forgetAfter } from './add-reading.js';
import type { AddReadingOptions } from './add-reading.js';
import { emptyWindow, SensorWindow } from './sensor-window.js';
import { windowMean } from './window-mean.js';

const T0 = Date.UTC(2026, 2, 1);
const MINUTE = 60_000;
const QUARTER = 15 * MINUTE;
const OPTIONS = { longestWindowMs: QUARTER, toleranceMs: 2 * MINUTE };
const EVERY_MINUTE = { expectedIntervalMs: MINUTE };

function reading(atMs: number, value: number, flag: DataFlag = 'N'): SensorReading {
  return { sensorId: 'dust-1', factor: 'a34001', measuredAtMs: atMs, value, flag };
}

function windowOf(readings: readonly SensorReading[], options: AddReadingOptions = OPTIONS): SensorWindow {
  return readings.reduce((window, each) => addReading(window, each, options), emptyWindow('dust-1', 'a34001'));
}

/** Readings on the minutes `from` to `to` after T0, each worth its minute. */
function minutes(from: number, to: number, flag: DataFlag = 'N'): SensorReading[] {
  return Array.from({ length: to - from + 1 }, (_, index) => reading(T0 + (from + index) * MINUTE, from + index, flag));
}

describe('mean', () => {
  test('a full window: its start is outside, its end inside', () => {
    expect(windowMean(windowOf(minutes(0, 15)), T0 + QUARTER, QUARTER, EVERY_MINUTE)).toEqual({
      mean: 8,
      max: 15,
      validShare: 1,
      count: 15,
      humid: 0,
      sinceMs: T0 + MINUTE,
    });
  });

  test('three quarters of the window are enough, less are not', () => {
    // 12 of 16 minutes is exactly the share asked for.
    const window = windowOf(minutes(1, 16), { ...OPTIONS, longestWindowMs: 20 * MINUTE });
    const enough = [...minutes(1, 12), ...minutes(13, 16, 'D')];
    const tooFew = [...minutes(1, 11), ...minutes(12, 16, 'D')];
    const judge = (readings: readonly SensorReading[]) =>
      windowMean(
        windowOf(readings, { ...OPTIONS, longestWindowMs: 20 * MINUTE }),
        T0 + 16 * MINUTE,
        16 * MINUTE,
        EVERY_MINUTE,
      );
    expect(judge(enough)).toMatchObject({ count: 12, validShare: 0.75, mean: 6.5 });
    expect(judge(tooFew)).toBeNull();
    expect(windowMean(window, T0 + 20 * MINUTE, 16 * MINUTE, { ...EVERY_MINUTE, minCapture: 0.76 })).toBeNull();
  });

  test.each(['F', 'M', 'D', 'C', 'T', 'B'] as const)('flag %s is not valid', (flag) => {
    const window = windowOf([...minutes(1, 14), reading(T0 + QUARTER, 1e5, flag)]);
    expect(windowMean(window, T0 + QUARTER, QUARTER, EVERY_MINUTE)).toMatchObject({ count: 14, mean: 7.5 });
  });

  test('flag S is valid', () => {
    expect(windowMean(windowOf(minutes(1, 15, 'S')), T0 + QUARTER, QUARTER, EVERY_MINUTE)).toMatchObject({ count: 15 });
  });

  test('a burst does not make up for a gap', () => {
    const burst = Array.from({ length: 60 }, (_, index) => reading(T0 + (index + 1) * 1000, 5));
    expect(windowMean(windowOf(burst), T0 + QUARTER, QUARTER, EVERY_MINUTE)).toBeNull();
  });

  test('a sensor that jitters by seconds still covers its window', () => {
    const jittered = minutes(0, 15).map((each, index) => ({
      ...each,
      measuredAtMs: each.measuredAtMs + (index % 2 === 0 ? 900 : -900),
    }));
    const mean = windowMean(windowOf(jittered), T0 + QUARTER, QUARTER, EVERY_MINUTE);
    expect(mean?.validShare).toBeGreaterThan(0.97);
  });

  test('the interval is learnt as the median, which one outage does not move', () => {
    const readings = [...minutes(0, 4), ...minutes(7, 15)];
    expect(windowMean(windowOf(readings), T0 + QUARTER, QUARTER)).toMatchObject({ count: 13, validShare: 13 / 15 });
    expect(windowMean(windowOf(minutes(12, 15)), T0 + QUARTER, QUARTER)).toBeNull();
  });

  test('before the interval can be learnt there is no mean', () => {
    const window = windowOf([reading(T0, 1), reading(T0 + 10 * MINUTE, 1)]);
    expect(windowMean(window, T0 + 10 * MINUTE, QUARTER)).toBeNull();
    expect(windowMean(emptyWindow('dust-1', 'a34001'), T0, QUARTER, EVERY_MINUTE)).toBeNull();
  });

  test('the interval stays known where the window holds one reading', () => {
    const window = windowOf(minutes(0, 30), { longestWindowMs: MINUTE, toleranceMs: 0 });
    expect(windowMean(window, T0 + 30 * MINUTE, MINUTE)).toEqual({
      mean: 30,
      max: 30,
      validShare: 1,
      count: 1,
      humid: 0,
      sinceMs: T0 + 30 * MINUTE,
    });
  });

  test('a window whose readings were forgotten has no mean', () => {
    const window = windowOf(minutes(0, 60));
    expect(windowMean(window, T0 + 58 * MINUTE, QUARTER, EVERY_MINUTE)).toMatchObject({ count: 15 });
    expect(windowMean(window, T0 + 50 * MINUTE, QUARTER, EVERY_MINUTE)).toBeNull();
  });

  test('a window without length is an error', () => {
    expect(() => windowMean(windowOf(minutes(0, 4)), T0, 0)).toThrow(RangeError);
  });
});

describe('adding', () => {
  test('readings older than any window, and duplicates, are counted and change no mean', () => {
    const window = windowOf(minutes(1, 25));
    const late = addReading(window, reading(T0 + 8 * MINUTE, 1e5), OPTIONS);
    expect(late).toEqual({ ...window, late: 1 });
    const duplicate = addReading(window, reading(T0 + 15 * MINUTE, 1e5), OPTIONS);
    expect(duplicate).toEqual({ ...window, duplicates: 1 });
  });

  test('a reading that comes late counts in the windows that it belongs to', () => {
    const missing = reading(T0 + 5 * MINUTE, 5);
    const others = [...minutes(1, 4), ...minutes(6, 15)];
    const before = windowMean(windowOf(others), T0 + QUARTER, QUARTER, EVERY_MINUTE);
    const after = windowMean(windowOf([...others, missing]), T0 + QUARTER, QUARTER, EVERY_MINUTE);
    expect([before?.count, after?.count, after?.mean]).toEqual([14, 15, 8]);
  });

  test('a sensor whose clock was set back forgets what lies ahead', () => {
    const window = forgetAfter(windowOf(minutes(1, 15)), T0 + 10 * MINUTE);
    expect(window.samples.at(-1)?.atMs).toBe(T0 + 10 * MINUTE);
    expect(addReading(window, reading(T0 + 11 * MINUTE, 1), OPTIONS)).toMatchObject({ late: 0, duplicates: 0 });
  });

  test('a reading of another sensor is an error', () => {
    const stray = { ...reading(T0, 1), sensorId: 'dust-2' };
    expect(() => addReading(emptyWindow('dust-1', 'a34001'), stray, OPTIONS)).toThrow('dust-2');
  });

  test('memory is bounded by age', () => {
    expect(windowOf(minutes(0, 2000)).samples.length).toBeLessThanOrEqual(15 + 2 + 5);
  });

  test('memory is bounded by number, and what was lost is counted', () => {
    const window = windowOf(minutes(1, 15), { ...OPTIONS, maxSamples: 10 });
    expect(window.samples).toHaveLength(10);
    expect(window.overflowed).toBe(5);
    expect(windowMean(window, T0 + QUARTER, QUARTER, { ...EVERY_MINUTE, minCapture: 0.5 })).toBeNull();
    expect(windowMean(window, T0 + QUARTER, 10 * MINUTE, EVERY_MINUTE)).toMatchObject({ count: 10 });
  });

  test('a window survives JSON', () => {
    const window = windowOf(minutes(0, 60, 'S'));
    expect(SensorWindow.parse(JSON.parse(JSON.stringify(window)))).toEqual(window);
  });
});

test('readings shuffled within the tolerance give the same window and the same mean, bit for bit', () => {
  const step = fc.integer({ min: 1, max: 3 * MINUTE });
  const drawn = fc.array(
    fc.record({ step, value: fc.double({ min: 0, max: 1e5, noNaN: true }), flag: fc.constantFrom('N', 'S', 'D', 'B') }),
    { minLength: 1, maxLength: 80 },
  );
  const delays = fc.array(fc.integer({ min: 0, max: OPTIONS.toleranceMs }), { minLength: 80, maxLength: 80 });
  fc.assert(
    fc.property(drawn, delays, (steps, delayMs) => {
      let atMs = T0;
      const inOrder = steps.map(({ step: gap, value, flag }) => reading((atMs += gap), value, flag as DataFlag));
      // Whoever arrives before another is at most the tolerance newer.
      const shuffled = inOrder
        .map((each, index) => ({ each, arrival: each.measuredAtMs + (delayMs[index] ?? 0) }))
        .sort((a, b) => a.arrival - b.arrival)
        .map(({ each }) => each);
      const window = windowOf(shuffled);
      expect(window).toEqual(windowOf(inOrder));
      expect(window.late).toBe(0);
      for (const options of [{ minCapture: 0 }, { minCapture: 0, ...EVERY_MINUTE }]) {
        const mean = windowMean(window, atMs, QUARTER, options);
        expect(mean).toEqual(windowMean(windowOf(inOrder), atMs, QUARTER, options));
        if (mean === null) continue;
        const valid = inOrder.filter((each) => each.measuredAtMs > atMs - QUARTER && 'NS'.includes(each.flag));
        expect(mean.count).toBe(valid.length);
        expect(mean.mean).toBe(valid.reduce((sum, { value }) => sum + value, 0) / valid.length);
      }
    }),
    { numRuns: 500 },
  );
});

test('a window is what it would be if each reading were put in and the oldest forgotten, whatever the order and the room', () => {
  const drawn = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 80 });
  const limits = fc.record({
    longestWindowMs: fc.integer({ min: 1, max: 30 }),
    maxSamples: fc.integer({ min: 1, max: 9 }),
  });
  fc.assert(
    fc.property(drawn, limits, (times, { longestWindowMs, maxSamples }) => {
      let window = emptyWindow('dust-1', 'a34001');
      for (const [index, time] of times.entries()) {
        const before = window;
        window = addReading(before, reading(T0 + time, index), { longestWindowMs, toleranceMs: 2, maxSamples });
        if (window.late > before.late || window.duplicates > before.duplicates) {
          expect(window.samples).toEqual(before.samples);
          continue;
        }
        const all = [...before.samples, { atMs: T0 + time, value: index, isValid: true }].sort(
          (a, b) => a.atMs - b.atMs,
        );
        const newestMs = all.at(-1)?.atMs ?? 0;
        const outdated = all.filter(({ atMs }) => atMs <= newestMs - longestWindowMs - 2).length - 4;
        const forgotten = Math.max(0, outdated, all.length - maxSamples);
        expect(window).toEqual({
          ...before,
          samples: all.slice(forgotten),
          newestMs,
          forgottenToMs: forgotten === 0 ? before.forgottenToMs : all[forgotten - 1]?.atMs,
          overflowed: before.overflowed + Math.max(0, all.length - maxSamples - Math.max(0, outdated)),
        });
      }
    }),
    { numRuns: 1_000, seed: 12 },
  );
});
