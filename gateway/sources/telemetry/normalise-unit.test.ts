import { FACTORS, Factor, TelemetryUnit } from '@lamppost/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { normaliseUnit } from './normalise-unit.js';

test.each([
  ['a34001', 2.01, 'mg/m3', 2010],
  ['a34001', 0.8, 'mg/m3', 800],
  ['a34002', 80, 'ug/m3', 80],
  ['a34004', 35_500, 'ng/m3', 35.5],
  ['a01001', -12.5, 'degC', -12.5],
  ['a01008', 360, 'deg', 360],
  ['LA', 68.2, 'dB', 68.2],
] as const)('%s of %d %s is kept as %d', (factor, value, unit, kept) => {
  expect(normaliseUnit(factor, value, unit)).toEqual({ status: 'ok', value: kept });
});

test.each([
  ['a34001', 26, 'degC', 'unit-mismatch'],
  ['a01001', 26, 'ug/m3', 'unit-mismatch'],
  ['LA', 60, 'mg/m3', 'unit-mismatch'],
  ['a34001', -0.1, 'mg/m3', 'value-out-of-range'],
  ['a34001', 100.1, 'mg/m3', 'value-out-of-range'],
  ['a34001', Number.NaN, 'ug/m3', 'value-out-of-range'],
  ['a34001', Number.POSITIVE_INFINITY, 'ug/m3', 'value-out-of-range'],
  ['a01006', 0, 'kPa', 'value-out-of-range'],
  ['a01008', 361, 'deg', 'value-out-of-range'],
] as const)('%s of %d %s is refused as %s', (factor, value, unit, code) => {
  expect(normaliseUnit(factor, value, unit)).toMatchObject({ status: 'refused', code });
});

test('a refused unit names the factor and the unit that it is measured in', () => {
  expect(normaliseUnit('a34001', 1, 'dB')).toMatchObject({ detail: 'a34001 is measured in ug/m3, never in dB' });
});

test('minus zero is kept as zero', () => {
  expect(normaliseUnit('a34001', -0, 'mg/m3')).toEqual({ status: 'ok', value: 0 });
});

test('whatever is accepted is finite, and the same in its kept unit', () => {
  fc.assert(
    fc.property(
      fc.constantFrom(...Factor.options),
      fc.constantFrom(...TelemetryUnit.options),
      fc.double(),
      (factor, unit, value) => {
        const outcome = normaliseUnit(factor, value, unit);
        if (outcome.status === 'refused') return;
        expect(Number.isFinite(outcome.value)).toBe(true);
        expect(normaliseUnit(factor, outcome.value, FACTORS[factor].unit)).toEqual(outcome);
      },
    ),
  );
});
