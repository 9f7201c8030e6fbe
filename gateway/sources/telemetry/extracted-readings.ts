import type { SensorReading } from '@lamppost/contracts';

/** Why a payload, a frame or one field of it gave no reading. */
export type ReadingRefusalCode =
  | 'payload-too-long'
  | 'payload-not-json'
  | 'payload-invalid'
  | 'command-without-readings'
  | 'parameter-invalid'
  | 'time-missing'
  | 'time-invalid'
  | 'time-ambiguous'
  | 'time-ahead'
  | 'factor-unknown'
  | 'factor-duplicate'
  | 'flag-unknown'
  | 'value-missing'
  | 'value-not-a-number'
  | 'value-out-of-range'
  | 'unit-missing'
  | 'unit-mismatch';

/** One thing that was refused; the caller counts it by code and quarantines the payload. */
export interface RefusedField {
  readonly code: ReadingRefusalCode;
  /** Name of the field as the sensor sent it: `a34001-Rtd`, `readings.0.unit`; empty for the whole payload. */
  readonly field: string;
  /** In words: what is wrong and, where it can be mended here, how. Carries no password. */
  readonly detail: string;
}

/** Where a sensor says that it is, degrees. */
export interface Position {
  readonly lng: number;
  readonly lat: number;
}

/** What one payload or frame gave: each of its measured values is either a reading or refused by name. */
export interface ExtractedReadings {
  readonly readings: readonly SensorReading[];
  readonly refused: readonly RefusedField[];
  /** Null when it says nothing of its place. */
  readonly position: Position | null;
}

/** Nothing was measured, for one reason. */
export function refuseAll(code: ReadingRefusalCode, field: string, detail: string): ExtractedReadings {
  return { readings: [], refused: [{ code, field, detail }], position: null };
}
