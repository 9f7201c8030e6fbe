import { SensorReading } from '@lamppost/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { formatBeijingTime, parseBeijingTime } from './beijing-time.js';
import { buildFrame } from './build-frame.js';
import type { Hj212Frame } from './hj212-frame.js';
import { parseDecimal } from './parse-decimal.js';
import { parseFrame } from './parse-frame.js';
import { STANDARD_VECTORS } from './standard-vectors.js';
import { toReadings } from './to-readings.js';
import { planUnits } from './unit-plan.js';

const UNITS = { a34001: 'mg/m3', a34002: 'ug/m3', a34004: 'ug/m3' } as const;
const OPTIONS = { sensorId: 'dust-1', plan: planUnits(UNITS) };

function frameOf(bytes: Uint8Array | string): Hj212Frame {
  const whole = typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes;
  const parsed = parseFrame(whole, { start: 0, end: whole.length - 2 });
  if (parsed.status === 'refused') throw new Error(parsed.detail);
  return parsed.frame;
}

function frameWith(parameters: string, header = 'QN=20260301080005000;CN=2011;'): Hj212Frame {
  return frameOf(buildFrame(`${header}CP=&&${parameters}&&`));
}

test('real-time data of the field come out in kept units, at Beijing time', () => {
  expect(toReadings(frameOf(STANDARD_VECTORS.withoutFlag), OPTIONS)).toEqual({
    readings: (
      [
        ['a01001', 26],
        ['a01002', 30.4],
        ['a34001', 0],
        ['a34002', 24],
        ['a34004', 23],
      ] as const
    ).map(([factor, value]) => ({
      sensorId: 'dust-1',
      measuredAtMs: Date.UTC(2018, 4, 6, 16, 5, 58),
      factor,
      value,
      flag: 'N',
    })),
    refused: [],
    position: null,
  });
});

test('a value without a flag is normal, and a pressure of 0 kPa was not measured', () => {
  const { readings, refused } = toReadings(frameOf(STANDARD_VECTORS.withoutDataFlags), OPTIONS);
  expect(readings).toHaveLength(8);
  expect(readings.every(({ flag, value }) => flag === 'N' && value === 0)).toBe(true);
  expect(refused).toMatchObject([{ code: 'value-out-of-range', field: 'a01006-Rtd' }]);
});

test('minute data give their means, and unknown factors are named', () => {
  expect(toReadings(frameOf(STANDARD_VECTORS.minuteData), OPTIONS)).toMatchObject({
    readings: [],
    refused: [
      { code: 'factor-unknown', field: 'a01011-Avg' },
      { code: 'factor-unknown', field: 'a01014-Avg' },
    ],
  });
  for (const cn of ['2051', '2061']) {
    const frame = frameWith(
      'DataTime=20260301080000;a34001-Min=0.1,a34001-Avg=0.853,a34001-Max=2,a34001-Rtd=9,a34001-Flag=S',
      `QN=20260301080105000;CN=${cn};`,
    );
    expect(toReadings(frame, OPTIONS).readings).toEqual([
      { sensorId: 'dust-1', measuredAtMs: Date.UTC(2026, 2, 1), factor: 'a34001', value: 853, flag: 'S' },
    ]);
  }
});

test.each(['setInterval', 'getTime', 'acknowledgement'] as const)('vector %s carries no readings', (name) => {
  expect(toReadings(frameOf(STANDARD_VECTORS[name]), OPTIONS)).toMatchObject({
    readings: [],
    refused: [{ code: 'command-without-readings', field: 'CN' }],
  });
});

test('without DataTime the request number is the time', () => {
  expect(toReadings(frameWith('a34001-Rtd=1'), OPTIONS).readings).toMatchObject([
    { measuredAtMs: Date.UTC(2026, 2, 1, 0, 0, 5) },
  ]);
});

test('a flag that stands in an item of its own still counts', () => {
  expect(toReadings(frameWith('a34001-Rtd=1;a34001-Flag=d'), OPTIONS).readings).toMatchObject([
    { flag: 'D', value: 1000 },
  ]);
});

test.each([
  ['a34001-Rtd=1', { plan: planUnits({}) }, 'unit-missing', 'a34001-Rtd'],
  ['a34001-Rtd=1', { plan: planUnits({ a34001: 'dB' }) }, 'unit-mismatch', 'a34001-Rtd'],
  ['a34001-Rtd', {}, 'parameter-invalid', 'CP'],
  ['=1', {}, 'parameter-invalid', 'CP'],
  ['a34001-Rtd=101', {}, 'value-out-of-range', 'a34001-Rtd'],
  ['a34001-Rtd=--', {}, 'value-not-a-number', 'a34001-Rtd'],
  ['a34001-Rtd=0x10', {}, 'value-not-a-number', 'a34001-Rtd'],
  ['a34001-Rtd=', {}, 'value-missing', 'a34001-Rtd'],
  ['a34001-Flag=D', {}, 'value-missing', 'a34001-Rtd'],
  ['a34001-Rtd=1,a34001-Flag=X', {}, 'flag-unknown', 'a34001-Flag'],
  ['a34001-Rtd=1;a34001-Rtd=2', {}, 'factor-duplicate', 'a34001-Rtd'],
  ['a99999-Rtd=1', {}, 'factor-unknown', 'a99999-Rtd'],
  ['DataTime=20260231080000;a34001-Rtd=1', {}, 'time-invalid', 'DataTime'],
  ['DataTime=20260301080000;DataTime=20260301080100;a34001-Rtd=1', {}, 'time-ambiguous', 'DataTime'],
  ['a34001-Rtd=1', { latestMs: Date.UTC(2026, 2, 1) }, 'time-ahead', 'DataTime'],
])('%s is refused as told (%j)', (parameters, options, code, field) => {
  const { readings, refused } = toReadings(frameWith(parameters), { ...OPTIONS, ...options });
  expect(readings).toEqual([]);
  expect(refused).toEqual([expect.objectContaining({ code, field })]);
});

test('a factor that is given twice with the same value counts once, in whatever spelling', () => {
  expect(toReadings(frameWith('a34001-Rtd=1;A34001-Rtd=1'), OPTIONS)).toMatchObject({
    readings: [{ value: 1000 }],
    refused: [],
  });
  expect(toReadings(frameWith('a34001-Rtd=1;A34001-Rtd=2'), OPTIONS)).toMatchObject({
    readings: [],
    refused: [{ code: 'factor-duplicate' }],
  });
});

test('an empty data flag is none', () => {
  expect(toReadings(frameWith('a34001-Rtd=1,a34001-Flag='), OPTIONS).readings).toMatchObject([{ flag: 'N' }]);
});

test.each([
  ['LNG=121.5,Lat=31.25', { lng: 121.5, lat: 31.25 }],
  ['Longitude=121.5;Latitude=31.25', { lng: 121.5, lat: 31.25 }],
  ['Lng=0;Lat=0', null],
  ['Lng=181;Lat=0', null],
  ['Lng=121.5', null],
])('the place %s that a maker adds is %j', (parameters, position) => {
  expect(toReadings(frameWith(`${parameters};a34001-Rtd=1`), OPTIONS)).toMatchObject({ position, refused: [] });
});

test('what was sent later to fill a gap says so', () => {
  const frame = frameWith('a34001-Rtd=1', 'QN=20260301080005000;CN=2011;RF=1;');
  expect(toReadings(frame, OPTIONS).readings).toMatchObject([{ marks: ['backfill'] }]);
});

test('a value with its point shifted is the double that is nearest to it', () => {
  const decimal = fc.tuple(fc.integer({ min: 0, max: 99_999_999 }), fc.integer({ min: 0, max: 6 }));
  fc.assert(
    fc.property(decimal, fc.constantFrom(-3, 0, 3), fc.boolean(), ([mantissa, decimals], shift, isNegative) => {
      const digits = String(mantissa).padStart(decimals + 1, '0');
      const whole = `${isNegative ? '-' : ''}${digits.slice(0, digits.length - decimals)}`;
      const text = decimals === 0 ? whole : `${whole}.${digits.slice(-decimals)}`;
      const bytes = Buffer.from(text);
      expect(parseDecimal(bytes, 0, bytes.length, shift)).toBe(Number(`${text}e${shift}`) + 0);
    }),
    { numRuns: 2000, seed: 212 },
  );
});

test.each([
  ['1234567890123456789', 0, 1234567890123456800],
  [`0.${'0'.repeat(30)}5`, 0, 5e-31],
  ['-0', 0, 0],
  ['+1.5', 0, 1.5],
  ['.5', 0, 0.5],
  ['5.', 0, 5],
  ['.', 0, Number.NaN],
  ['-', 0, Number.NaN],
  ['1-2', 0, Number.NaN],
  ['1..2', 0, Number.NaN],
])('%s is read as the number %d', (text, shift, value) => {
  expect(parseDecimal(Buffer.from(text), 0, text.length, shift)).toBe(value);
});

test('one bad value does not cost the others', () => {
  const { readings, refused } = toReadings(frameWith('a34001-Rtd=x;a34002-Rtd=80'), OPTIONS);
  expect(readings).toMatchObject([{ factor: 'a34002', value: 80 }]);
  expect(refused).toHaveLength(1);
});

test('a frame without any time is refused', () => {
  expect(toReadings(frameWith('a34001-Rtd=1', 'CN=2011;'), OPTIONS).refused).toMatchObject([{ code: 'time-missing' }]);
});

test.each([
  ['20260301080000', Date.UTC(2026, 2, 1)],
  ['20260301080000123', Date.UTC(2026, 2, 1, 0, 0, 0, 123)],
  ['20240229235959', Date.UTC(2024, 1, 29, 15, 59, 59)],
  ['20230229235959', null],
  ['20260301240000', null],
  ['20261301000000', null],
  ['2026030108000', null],
  ['19600101000000', null],
  ['', null],
])('Beijing time %j is %j', (text, ms) => {
  expect(parseBeijingTime(Buffer.from(text), 0, text.length)).toBe(ms);
  if (ms !== null) expect(formatBeijingTime(ms).slice(0, text.length)).toBe(text);
});

test('every moment since 1970 is read as a Date reads it', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 4_102_444_800_000 }), (ms) => {
      const bytes = Buffer.from(formatBeijingTime(ms));
      expect(parseBeijingTime(bytes, 0, bytes.length)).toBe(ms);
    }),
    { numRuns: 1000, seed: 8 },
  );
});

test('whatever the parameters, no throw, and every reading keeps the contract', () => {
  const name = fc.oneof(
    fc.constantFrom('DataTime', 'a34001-Rtd', 'a34001-Flag', 'a01001-Rtd', '__proto__-Rtd'),
    fc.string({ unit: 'binary-ascii' }),
  );
  const value = fc.oneof(
    fc.constantFrom('20260301080000', 'N', 'D'),
    fc.double().map(String),
    fc.string({ unit: 'binary-ascii' }),
  );
  const items = fc.array(fc.tuple(name, value, fc.constantFrom(';', ',')), { maxLength: 20 });
  fc.assert(
    fc.property(items, (drawn) => {
      const parameters = drawn.map(([left, right, end]) => `${left}=${right}${end}`).join('');
      for (const reading of toReadings(frameWith(parameters), OPTIONS).readings) SensorReading.parse(reading);
    }),
    { seed: 212 },
  );
});
