import type { Factor, SensorReading } from '@lamppost/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { GatewayConfig } from '../../config/gateway-config.js';
import { type FlatLine, flatForMs, followFlatLine } from './follow-flat-line.js';
import { SensorWatch } from './sensor-watch.js';

const T0 = Date.UTC(2026, 2, 1);
const MINUTE = 60_000;
const place = { lng: 121.5, lat: 31.2, name: 'somewhere' };

function watch(sensor: object = {}): SensorWatch {
  const [config] = GatewayConfig.parse({
    gatewayId: 'pole-1',
    dataDirectory: 'data',
    rulesFile: 'rules.yaml',
    mqtt: { url: 'mqtt://broker', username: 'gateway' },
    cloud: { url: 'https://cloud' },
    sensors: [{ id: 'site', place, ...sensor }],
  }).sensors;
  if (config === undefined) throw new Error('no sensor');
  return new SensorWatch(config, T0);
}

function reading(minute: number, value: number, factor: Factor = 'a34001'): SensorReading {
  return { sensorId: 'site', measuredAtMs: T0 + minute * MINUTE, factor, value, flag: 'N' };
}

/** Takes readings one by one, each as it is measured; the marks of each. */
function play(target: SensorWatch, readings: readonly SensorReading[]): (readonly string[])[] {
  return readings.map((each) => target.take([each], null, each.measuredAtMs)[0]?.marks ?? []);
}

const kinds = (target: SensorWatch) => target.faults().map(({ kind, factor }) => [kind, factor]);

test('a value that stands still for two hours is a flat line until it moves; what is measured meanwhile is marked', () => {
  const target = watch();
  const marks = play(
    target,
    Array.from({ length: 125 }, (_, minute) => reading(minute, 55)),
  );
  expect(marks.indexOf(marks.find((each) => each.includes('flat')) ?? [])).toBe(120);
  expect(target.faults()).toMatchObject([{ kind: 'flat-line', factor: 'a34001', sinceMs: T0 }]);
  expect(play(target, [reading(125, 55.1)])).toEqual([[]]);
  expect(kinds(target)).toEqual([]);
});

test('how long a value may stand is configured, and wind may stand as long as it likes', () => {
  const quick = watch({ faults: { flatSeconds: 600 } });
  play(
    quick,
    Array.from({ length: 11 }, (_, minute) => reading(minute, 55)),
  );
  expect(kinds(quick)).toEqual([['flat-line', 'a34001']]);
  const calm = watch({ faults: { flatSeconds: 600 } });
  play(
    calm,
    Array.from({ length: 60 }, (_, minute) => reading(minute, 0, 'a01007')),
  );
  expect(kinds(calm)).toEqual([]);
});

test('a pause is no flat line', () => {
  const target = watch();
  play(target, [reading(0, 55), reading(300, 55), reading(301, 55)]);
  expect(kinds(target)).toEqual([]);
});

test('how long a value has stood does not depend on the order, nor on duplicates', () => {
  const drawn = fc.array(
    fc.record({ step: fc.integer({ min: 1, max: 20_000 }), value: fc.integer({ min: 0, max: 2 }) }),
    { minLength: 1, maxLength: 60 },
  );
  const delays = fc.array(fc.integer({ min: 0, max: 60_000 }), { minLength: 120, maxLength: 120 });
  fc.assert(
    fc.property(drawn, delays, (steps, delayMs) => {
      let atMs = T0;
      const inOrder = steps.map(({ step, value }) => ({ atMs: (atMs += step), value }));
      const follow = (samples: readonly { atMs: number; value: number }[]) =>
        samples.reduce<FlatLine | null>((line, each) => followFlatLine(line, each.atMs, each.value), null);
      const [first, ...others] = inOrder;
      const twice = [...others, ...others]
        .map((each, index) => ({ each, arrival: each.atMs + (delayMs[index] ?? 0) }))
        .sort((a, b) => a.arrival - b.arrival)
        .map(({ each }) => each);
      expect(follow([...(first === undefined ? [] : [first]), ...twice])).toEqual(follow(inOrder));
    }),
    { numRuns: 500, seed: 4 },
  );
  expect(flatForMs({ newestMs: 5, value: 1, otherMs: 2 })).toBe(3);
});

test('a leap that the air cannot make is a jump; it and what stays up there are marked until the value comes back', () => {
  const target = watch();
  const marks = play(
    target,
    [200, 210, 60_000, 61_000, 220, 230].map((value, minute) => reading(minute, value)),
  );
  expect(marks).toEqual([[], [], ['jump'], ['jump'], [], []]);
  expect(target.faults()).toMatchObject([{ kind: 'jump', factor: 'a34001', sinceMs: T0 + 2 * MINUTE }]);
  target.tick(T0 + 12 * MINUTE);
  expect(kinds(target)).toEqual([['jump', 'a34001']]);
  target.tick(T0 + 14 * MINUTE);
  expect(kinds(target)).toEqual([]);
});

test('a monitor that stays at its new value is believed after ten minutes', () => {
  const marks = play(watch(), [
    reading(0, 1),
    ...Array.from({ length: 15 }, (_, index) => reading(index + 1, 50_000 + index)),
  ]);
  expect(marks.filter((each) => each.includes('jump'))).toHaveLength(11);
  expect(marks.at(-1)).toEqual([]);
});

test('dust of a passing truck is no jump, unless the operator says so', () => {
  const truck = [200, 9_000, 400].map((value, minute) => reading(minute, value));
  expect(play(watch(), truck)).toEqual([[], [], []]);
  expect(play(watch({ faults: { jumps: { a34001: 5_000 } } }), truck)).toEqual([[], ['jump'], []]);
});

test('a reading that is not newer changes no fault, whatever it says', () => {
  const value = fc.integer({ min: 0, max: 100_000 });
  const older = fc.array(fc.record({ minute: fc.integer({ min: 0, max: 3 }), value }), { maxLength: 8 });
  fc.assert(
    fc.property(older, (late) => {
      const target = watch();
      play(
        target,
        [200, 210, 60_000, 61_000].map((each, minute) => reading(minute, each)),
      );
      const before = target.faults();
      for (const each of late) target.take([reading(each.minute, each.value)], null, T0 + 4 * MINUTE);
      expect(target.faults()).toEqual(before);
      expect(play(target, [reading(5, 220)])).toEqual([[]]);
    }),
    { seed: 5 },
  );
});

test('a monitor far from its place was carried away, until it is back', () => {
  const target = watch();
  target.take([], { lng: 121.505, lat: 31.2 }, T0);
  expect(kinds(target)).toEqual([]);
  target.take([], { lng: 121.52, lat: 31.2 }, T0 + MINUTE);
  expect(target.faults()).toMatchObject([{ kind: 'relocation', factor: null, sinceMs: T0 + MINUTE }]);
  target.take([], { lng: 121.52, lat: 31.2 }, T0 + 2 * MINUTE);
  expect(target.faults()).toMatchObject([{ sinceMs: T0 + MINUTE }]);
  target.take([], place, T0 + 3 * MINUTE);
  expect(kinds(target)).toEqual([]);
});

test('silence begins ten minutes after the last word and ends with the next', () => {
  const target = watch();
  target.tick(T0 + 10 * MINUTE - 1);
  expect(kinds(target)).toEqual([]);
  target.tick(T0 + 10 * MINUTE);
  expect(target.faults()).toMatchObject([{ kind: 'silence', sinceMs: T0 }]);
  target.take([], null, T0 + 11 * MINUTE);
  expect(kinds(target)).toEqual([]);
});

test('a clock that is set back by an hour makes no monitor silent, and hides a silent one for no longer than usual', () => {
  const target = watch();
  target.take([], null, T0 + 100 * MINUTE);
  target.tick(T0 + 40 * MINUTE);
  expect(kinds(target)).toEqual([]);
  target.tick(T0 + 50 * MINUTE);
  expect(kinds(target)).toEqual([['silence', null]]);
});

test('dust that an optical instrument measures in air above 90 %RH is marked', () => {
  const damp = [reading(0, 91, 'a01002'), reading(0, 120), reading(0, 5, 'a01007')];
  const marksOf = (target: SensorWatch, readings: readonly SensorReading[]) =>
    target.take(readings, null, T0).map(({ marks }) => marks ?? []);
  expect(marksOf(watch(), damp)).toEqual([[], ['humid'], []]);
  expect(marksOf(watch({ isOptical: false }), damp)).toEqual([[], [], []]);
  expect(marksOf(watch(), [reading(0, 90, 'a01002'), reading(0, 120)])).toEqual([[], []]);
  const target = watch();
  marksOf(target, damp);
  expect(marksOf(target, [reading(9, 120)])).toEqual([['humid']]);
  expect(marksOf(target, [reading(11, 120)])).toEqual([[]]);
});

test('what fills a gap, and what the monitor itself calls invalid, is no sign of a fault', () => {
  const target = watch();
  play(target, [reading(0, 200)]);
  const backfill: SensorReading = { ...reading(1, 90_000), marks: ['backfill'] };
  expect(target.take([backfill, { ...reading(2, 90_000), flag: 'D' }], null, T0)).toEqual([
    backfill,
    { ...reading(2, 90_000), flag: 'D' },
  ]);
  expect(kinds(target)).toEqual([]);
});
