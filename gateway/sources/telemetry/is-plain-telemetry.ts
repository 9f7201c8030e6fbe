import { DataFlag, FACTORS, type Factor, type SensorTelemetry, TelemetryUnit } from '@lamppost/contracts';
import { z } from 'zod';
import { readInstant } from './read-instant.js';

/** Most readings of one message. */
const MOST_READINGS = 64;
/** The very pattern that the schema has. */
const DATE_TIME = z.regexes.datetime({ offset: true });
const FACTOR_CODES: ReadonlySet<unknown> = new Set(Object.keys(FACTORS));
const UNITS: ReadonlySet<unknown> = new Set(TelemetryUnit.options);
const FLAGS: ReadonlySet<unknown> = new Set(DataFlag.options);

/** Telemetry without a position, its readings not looked at yet. */
export type PlainEnvelope = Pick<SensorTelemetry, 'measuredAt'> & {
  readonly readings: readonly unknown[];
  readonly position?: undefined;
};

/** A reading whose flag may be left out. */
export interface PlainReading {
  readonly factor: Factor;
  readonly value: number;
  readonly unit: TelemetryUnit;
  readonly flag?: DataFlag;
}

/** How many fields of its own a value from JSON has; -1 for what is no object. */
function countFields(json: unknown): number {
  return typeof json === 'object' && json !== null && !Array.isArray(json) ? Object.keys(json).length : -1;
}

/**
 * Whether JSON is telemetry as nearly all of it comes, seen at a glance: an envelope without position. Where it says no, the schema still
 * may say yes; where it says yes, the schema does, and changes nothing.
 */
export function isPlainEnvelope(json: unknown): json is PlainEnvelope {
  if (countFields(json) !== 2) return false;
  const { measuredAt, readings } = json as Partial<Record<string, unknown>>;
  return (
    typeof measuredAt === 'string' &&
    (readInstant(measuredAt) !== null || DATE_TIME.test(measuredAt)) &&
    Array.isArray(readings) &&
    readings.length > 0 &&
    readings.length <= MOST_READINGS
  );
}

/** As {@link isPlainEnvelope}, of one reading. */
export function isPlainReading(json: unknown): json is PlainReading {
  const fields = countFields(json);
  if (fields !== 3 && fields !== 4) return false;
  const { factor, value, unit, flag } = json as Partial<Record<string, unknown>>;
  return (
    FACTOR_CODES.has(factor) &&
    Number.isFinite(value) &&
    UNITS.has(unit) &&
    (fields === 3 ? flag === undefined : FLAGS.has(flag))
  );
}
