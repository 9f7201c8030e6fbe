import { FACTORS, Factor, type TelemetryUnit } from '@lamppost/contracts';
import { shiftToKept } from '../telemetry/normalise-unit.js';

/** How the values of one factor of one device are taken. */
export interface PlannedFactor {
  readonly factor: Factor;
  /** Decimal places to the unit that readings are kept in; null while no unit that fits is set. */
  readonly shift: number | null;
  /** The unit that is set, or the only one there is; null when it must be set. */
  readonly unit: TelemetryUnit | null;
}

/** How the values of one device are taken, in the order of `Factor.options`. */
export type UnitPlan = readonly PlannedFactor[];

/**
 * Works out once how each factor of a device is brought to its kept unit. HJ 212 has no field for the unit: particulates, which makers
 * send in ng, ug or mg per m3, need one set; the other factors have one unit.
 */
export function planUnits(units: Partial<Record<Factor, TelemetryUnit>>): UnitPlan {
  return Factor.options.map((factor) => {
    const kept = FACTORS[factor].unit;
    const unit = units[factor] ?? (kept === 'ug/m3' ? null : kept);
    return { factor, unit, shift: unit === null ? null : shiftToKept(factor, unit) };
  });
}
