import { z } from 'zod';
import { EpochMs, Slug } from './identifiers.js';

/** HJ 212 factor codes that are understood, each with the unit that readings are kept in. */
export const FACTORS = {
  a34001: { unit: 'ug/m3', name: 'TSP' },
  a34002: { unit: 'ug/m3', name: 'PM10' },
  a34004: { unit: 'ug/m3', name: 'PM2.5' },
  a01001: { unit: 'degC', name: 'temperature' },
  a01002: { unit: '%RH', name: 'relative humidity' },
  a01006: { unit: 'kPa', name: 'air pressure' },
  a01007: { unit: 'm/s', name: 'wind speed' },
  a01008: { unit: 'deg', name: 'wind direction' },
  LA: { unit: 'dB', name: 'noise' },
} as const;

/** Code of what was measured. */
export const Factor = z.enum(Object.keys(FACTORS) as [keyof typeof FACTORS, ...(keyof typeof FACTORS)[]]);
export type Factor = z.infer<typeof Factor>;

/** HJ 212 data flag: N normal and S manual are valid; F stopped, M maintenance, D fault, C calibrating, T over range, B communication are not. */
export const DataFlag = z.enum(['N', 'S', 'F', 'M', 'D', 'C', 'T', 'B']);
export type DataFlag = z.infer<typeof DataFlag>;

/**
 * What the gateway noticed about a reading, besides the monitor's own flag: `backfill` was sent later, to fill a gap (HJ 212-2025, RF=1);
 * `humid` was taken above 90 %RH by an optical instrument; `flat` and `jump` were taken while the monitor's value stood still or had
 * leapt further than the air can.
 */
export const ReadingMark = z.enum(['backfill', 'humid', 'flat', 'jump']);
export type ReadingMark = z.infer<typeof ReadingMark>;

/** One measured value, in the unit of its factor (see {@link FACTORS}). */
export const SensorReading = z.strictObject({
  sensorId: Slug,
  /** When it was measured, by the sensor's own clock. */
  measuredAtMs: EpochMs,
  factor: Factor,
  value: z.number(),
  flag: DataFlag,
  /** Left out when there is nothing to note. */
  marks: z.array(ReadingMark).readonly().optional(),
});
export type SensorReading = z.infer<typeof SensorReading>;

/** Whether a reading may count: the monitor says that it is valid (flag N or S), and it is no sign of a faulty monitor. */
export function isValidReading({ flag, marks }: Pick<SensorReading, 'flag' | 'marks'>): boolean {
  if (flag !== 'N' && flag !== 'S') return false;
  return marks === undefined || !(marks.includes('flat') || marks.includes('jump'));
}

/** Units that makers send particulate matter in; the same factor comes in any of them, so a unit is always required. */
export const TelemetryUnit = z.enum(['ng/m3', 'ug/m3', 'mg/m3', 'degC', '%RH', 'kPa', 'm/s', 'deg', 'dB']);
export type TelemetryUnit = z.infer<typeof TelemetryUnit>;

/** JSON payload of `lamppost/v1/{gatewayId}/sensors/{sensorId}/telemetry`. */
export const SensorTelemetry = z.strictObject({
  /** When it was measured: ISO 8601 with offset, e.g. `2026-03-01T08:00:00+08:00`. */
  measuredAt: z.iso.datetime({ offset: true }),
  /** Where the sensor is by its own receiver, WGS 84 degrees; it tells when a monitor was carried away. */
  position: z.strictObject({ lng: z.number().min(-180).max(180), lat: z.number().min(-90).max(90) }).optional(),
  readings: z
    .array(
      z.strictObject({
        factor: Factor,
        value: z.number(),
        unit: TelemetryUnit,
        flag: DataFlag.default('N'),
      }),
    )
    .min(1)
    .max(64),
});
export type SensorTelemetry = z.infer<typeof SensorTelemetry>;
