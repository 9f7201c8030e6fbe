import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findJudgedWindow, readSeries } from './read-series.js';

const reading = (atMs: number, value: number, more: object = {}) => ({
  ...{ sensorId: 'dust-01', factor: 'a34002', atMs, value, unit: 'ug/m3', flag: 'N', isValid: true },
  ...more,
});

test('readings are put together by monitor and factor, oldest first', () => {
  const readings = [
    reading(2_000, 310),
    reading(1_000, 290, { flag: 'C', isValid: false, marks: ['backfill'] }),
    reading(1_000, 21, { factor: 'a01001', unit: 'degC' }),
  ];
  // The package that joined later holds one of them, too.
  const files = [{ sourceId: 'dust-01', readings }, { readings: readings.slice(0, 1) }];
  expect(readSeries(files)).toEqual([
    {
      ...{ sensorId: 'dust-01', factor: 'a34002', unit: 'ug/m3' },
      points: [
        { atMs: 1_000, value: 290, isValid: false, flag: 'C', marks: ['backfill'] },
        { atMs: 2_000, value: 310, isValid: true, flag: 'N', marks: [] },
      ],
    },
    {
      ...{ sensorId: 'dust-01', factor: 'a01001', unit: 'degC' },
      points: [{ atMs: 1_000, value: 21, isValid: true, flag: 'N', marks: [] }],
    },
  ]);
});

test('what is no reading is left out, whatever it is', () => {
  expect(readSeries([{ readings: [null, 7, {}, reading(1, 2, { value: 'much' }), reading(3, 4)] }])).toHaveLength(1);
  fc.assert(
    fc.property(fc.jsonValue(), (file) => {
      const counted = readSeries([{ readings: [file] }]).flatMap(({ points }) => points);
      expect(counted.length).toBeLessThanOrEqual(1);
      expect(readSeries([file])).toBeInstanceOf(Array);
    }),
  );
});

test('the window that was judged is that of its monitor and factor', () => {
  const mean = { condition: 'mean of a34002 over 900 s at dust-01', value: 312, limit: 150, unit: 'ug/m3', sinceMs: 0 };
  const other = { ...mean, condition: 'limit for the phase earthwork', value: null };
  const violation = { triggeredAtMs: 1_000_000, explanation: [other, mean] };
  expect(findJudgedWindow({ sensorId: 'dust-01', factor: 'a34002' }, violation)).toEqual({
    ...{ fromMs: 100_000, toMs: 1_000_000, mean: 312, limit: 150 },
  });
  expect(findJudgedWindow({ sensorId: 'dust-02', factor: 'a34002' }, violation)).toBeNull();
  expect(findJudgedWindow({ sensorId: 'dust-01', factor: 'a01001' }, violation)).toBeNull();
});
