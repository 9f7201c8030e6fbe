import { FACTORS } from '@lamppost/contracts';
import type { Factor, TelemetryUnit } from '@lamppost/contracts';

/** A value in the unit of its factor, or why there is none. */
export type NormalisedValue =
  | { readonly status: 'ok'; readonly value: number }
  | {
      readonly status: 'refused';
      readonly code: 'unit-mismatch' | 'value-out-of-range';
      /** In words, for a log or the operator. */
      readonly detail: string;
    };

/** What one unit of mass concentration is worth in ug/m3. */
const MICROGRAMS: Partial<Record<TelemetryUnit, number>> = { 'ng/m3': 0.001, 'ug/m3': 1, 'mg/m3': 1000 };

/** Lowest and highest value that can be true outdoors, in the unit that readings are kept in; both ends are possible. */
const POSSIBLE: Record<Factor, readonly [number, number]> = {
  a34001: [0, 100_000],
  a34002: [0, 100_000],
  a34004: [0, 100_000],
  a01001: [-90, 90], // coldest air on record -89.2; above, a housing in the sun
  a01002: [0, 105], // hygrometers overshoot in fog
  a01006: [30, 110],
  a01007: [0, 120], // strongest gust on record 113
  a01008: [0, 360],
  LA: [0, 194], // above, a sound wave in air is a shock wave
};

function convert(factor: Factor, value: number, unit: TelemetryUnit): number | null {
  const kept = FACTORS[factor].unit;
  if (unit === kept) return value;
  const scale = kept === 'ug/m3' ? MICROGRAMS[unit] : undefined;
  // 15 digits are what a double keeps of any decimal: 2.01 mg/m3 is 2010 ug/m3, not 2009.9999999999998.
  return scale === undefined ? null : Number((value * scale).toPrecision(15));
}

/**
 * Brings a measured value to the unit that its factor is kept in ({@link FACTORS}), and refuses what cannot have been measured.
 * Particulates come in ng, ug or mg per m3; every other factor has one unit.
 */
export function normaliseUnit(factor: Factor, value: number, unit: TelemetryUnit): NormalisedValue {
  const converted = convert(factor, value, unit);
  const kept = FACTORS[factor].unit;
  if (converted === null)
    return { status: 'refused', code: 'unit-mismatch', detail: `${factor} is measured in ${kept}, never in ${unit}` };
  const [low, high] = POSSIBLE[factor];
  // Written so that NaN is refused too.
  if (!(converted >= low && converted <= high))
    return {
      status: 'refused',
      code: 'value-out-of-range',
      detail: `${factor} lies in ${low} to ${high} ${kept}, so ${converted} ${kept} was not measured`,
    };
  return { status: 'ok', value: converted + 0 }; // -0 becomes 0, as it would in JSON
}
