import type { DataFlag, SensorReading } from '@lamppost/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { addReading } from './add-reading.js';
import { emptyWindow } from './sensor-window.js';
import { windowRise } from './window-rise.js';

const T0 = Date.UTC(2026, 2, 1);
const MINUTE = 60_000;
const SPAN = { recentMs: 2 * MINUTE, beforeMs: 30 * MINUTE };

function reading(minute: number, value: number, flag: DataFlag = 'N'): SensorReading {
  return { sensorId: 'dust-1', factor: 'a34002', measuredAtMs: T0 + minute * MINUTE, value, flag };
}

function windowOf(readings: readonly SensorReading[]) {
  const options = { longestWindowMs: SPAN.recentMs + SPAN.beforeMs };
  return readings.reduce((window, each) => addReading(window, each, options), emptyWindow('dust-1', 'a34002'));
}

const calm = (minutes: number) => Array.from({ length: minutes }, (_, index) => reading(index, 80 + (index % 3)));
const at = (minute: number) => T0 + minute * MINUTE;

test('the mean of the newest against the median of the time before', () => {
  const window = windowOf([...calm(31), reading(31, 150), reading(32, 210)]);
  // Minute 0 lies at the open start of the time before; 150 and 210 are the newest.
  expect(windowRise(window, at(32), SPAN)).toEqual({ from: 81, to: 180, sinceMs: at(31) });
});

test('one puff before does not lift what it is measured from', () => {
  const window = windowOf([...calm(20), reading(20, 5000), ...calm(32).slice(21), reading(32, 200)]);
  expect(windowRise(window, at(32), SPAN)?.from).toBe(81);
});

test.each([
  ['no reading is new', [...calm(20)], 40],
  ['the new ones are not valid', [...calm(31), reading(31, 500, 'D'), reading(32, 500, 'C')], 32],
  [
    'fewer than five came before',
    [reading(1, 80), reading(8, 80), reading(16, 80), reading(24, 80), reading(32, 500)],
    32,
  ],
  ['those before are all from the last minutes', [...calm(31).slice(20), reading(32, 500)], 32],
])('there is none when %s', (_, readings, minute) => {
  expect(windowRise(windowOf(readings), at(minute), SPAN)).toBeNull();
});

test('there is none where readings were forgotten', () => {
  const window = windowOf([...calm(120)]);
  expect(windowRise(window, at(119), SPAN)).not.toBeNull();
  expect(windowRise(window, at(100), SPAN)).toBeNull();
});

test('a span without length is an error', () => {
  expect(() => windowRise(windowOf(calm(30)), at(29), { ...SPAN, recentMs: 0 })).toThrow(RangeError);
});

test('readings that come in another order within the tolerance give the same rise', () => {
  const order = fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4, maxLength: 4 });
  const values = fc.array(fc.double({ min: 0, max: 1000, noNaN: true }), { minLength: 4, maxLength: 4 });
  fc.assert(
    fc.property(order, values, (places, drawn) => {
      const last = drawn.map((value, index) => reading(31 + index / 4, value));
      const shuffled = places.flatMap((place) => last[place] ?? []);
      const rise = windowRise(windowOf([...calm(31), ...shuffled]), at(32), SPAN);
      expect(rise).not.toBeNull();
      expect(rise).toEqual(windowRise(windowOf([...calm(31), ...last]), at(32), SPAN));
    }),
  );
});
