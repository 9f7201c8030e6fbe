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

/** Decimal places between a unit of mass concentration and ug/m3, which readings are kept in. */
const SHIFT_TO_MICROGRAMS: Partial<Record<TelemetryUnit, number>> = { 'ng/m3': -3, 'ug/m3': 0, 'mg/m3': 3 };

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

/** By how many decimal places a value must be shifted to the unit that its factor is kept in; null when the unit does not fit. */
export function shiftToKept(factor: Factor, unit: TelemetryUnit): number | null {
  const kept = FACTORS[factor].unit;
  if (unit === kept) return 0;
  return kept === 'ug/m3' ? (SHIFT_TO_MICROGRAMS[unit] ?? null) : null;
}

/** Whether a value in its kept unit can have been measured; false for NaN. */
export function isPossible(factor: Factor, value: number): boolean {
  const range = POSSIBLE[factor];
  return value >= range[0] && value <= range[1];
}

/** Why a value was refused that {@link isPossible} denies. */
export function explainImpossible(factor: Factor, value: number): string {
  const [low, high] = POSSIBLE[factor];
  const kept = FACTORS[factor].unit;
  return `${factor} lies in ${low} to ${high} ${kept}, so ${value} ${kept} was not measured`;
}

/** Why a unit was refused that {@link shiftToKept} knows no shift for. */
export function explainMismatch(factor: Factor, unit: TelemetryUnit): string {
  return `${factor} is measured in ${FACTORS[factor].unit}, never in ${unit}`;
}

/**
 * Brings a measured value to the unit that its factor is kept in ({@link FACTORS}), and refuses what cannot have been measured.
 * Particulates come in ng, ug or mg per m3; every other factor has one unit.
 */
export function normaliseUnit(factor: Factor, value: number, unit: TelemetryUnit): NormalisedValue {
  const shift = shiftToKept(factor, unit);
  if (shift === null) return { status: 'refused', code: 'unit-mismatch', detail: explainMismatch(factor, unit) };
  // 15 digits are what a double keeps of any decimal: 2.01 mg/m3 is 2010 ug/m3, not 2009.9999999999998.
  const converted = shift === 0 ? value : Number((value * 10 ** shift).toPrecision(15));
  if (!isPossible(factor, converted))
    return { status: 'refused', code: 'value-out-of-range', detail: explainImpossible(factor, converted) };
  return { status: 'ok', value: converted + 0 }; // -0 becomes 0, as it would in JSON
}
