import { SensorReading } from '@lamppost/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseBeijingTime } from './beijing-time.js';
import { buildFrame } from './build-frame.js';
import type { Hj212Frame } from './hj212-frame.js';
import { parseFrame } from './parse-frame.js';
import { STANDARD_VECTORS } from './standard-vectors.js';
import { toReadings } from './to-readings.js';

const UNITS = { a34001: 'mg/m3', a34002: 'ug/m3', a34004: 'ug/m3' } as const;
const OPTIONS = { sensorId: 'dust-1', units: UNITS };

function frameOf(bytes: Uint8Array | string): Hj212Frame {
  const parsed = parseFrame(typeof bytes === 'string' ? Buffer.from(bytes, 'latin1') : bytes);
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

test('a command that is not wanted gives no readings', () => {
  const frame = frameWith('a34001-Rtd=1');
  expect(toReadings(frame, { ...OPTIONS, commands: ['2051'] }).refused).toMatchObject([
    { code: 'command-without-readings' },
  ]);
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
  ['a34001-Rtd=1', { units: {} }, 'unit-missing', 'a34001-Rtd'],
  ['a34001-Rtd=1', { units: { a34001: 'dB' as const } }, 'unit-mismatch', 'a34001-Rtd'],
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

test('a factor given in two spellings counts once', () => {
  expect(toReadings(frameWith('a34001-Rtd=1;A34001-Rtd=2'), OPTIONS)).toMatchObject({
    readings: [{ value: 1000 }],
    refused: [{ code: 'factor-duplicate' }],
  });
});

test('one bad value does not cost the others', () => {
  const { readings, refused } = toReadings(frameWith('a34001-Rtd=x;a34002-Rtd=80'), OPTIONS);
  expect(readings).toMatchObject([{ factor: 'a34002', value: 80 }]);
  expect(refused).toHaveLength(1);
});

test('a packet of a split message waits for its others, so it gives nothing', () => {
  const frame = frameWith('a34001-Rtd=1', 'QN=20260301080005000;CN=2011;Flag=6;PNUM=2;PNO=1;');
  expect(toReadings(frame, OPTIONS)).toMatchObject({ readings: [], refused: [{ code: 'packet-incomplete' }] });
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
  expect(parseBeijingTime(text)).toBe(ms);
});

test('whatever the parameters, no throw, and every reading keeps the contract', () => {
  const name = fc.oneof(
    fc.constantFrom('DataTime', 'a34001-Rtd', 'a34001-Flag', 'a01001-Rtd', '__proto__-Rtd'),
    fc.string(),
  );
  const value = fc.oneof(fc.constantFrom('20260301080000', 'N', 'D'), fc.double().map(String), fc.string());
  const items = fc.array(fc.array(fc.record({ name, value }), { maxLength: 4 }), { maxLength: 6 });
  fc.assert(
    fc.property(items, (drawn) => {
      const frame = { ...frameWith(''), items: drawn };
      for (const reading of toReadings(frame, OPTIONS).readings) SensorReading.parse(reading);
    }),
  );
});
