import { DataFlag, type ReadingMark, type SensorReading } from '@lamppost/contracts';
import {
  type ExtractedReadings,
  type Position,
  type RefusedField,
  refuseAll,
} from '../telemetry/extracted-readings.js';
import { explainImpossible, explainMismatch, isPossible } from '../telemetry/normalise-unit.js';
import { byteAt, lower, word } from './ascii.js';
import { parseBeijingTime } from './beijing-time.js';
import type { Hj212Frame } from './hj212-frame.js';
import { parseDecimal } from './parse-decimal.js';
import { type FactorSlot, type ScannedData, scanData } from './scan-data.js';
import type { Span } from './span.js';
import type { PlannedFactor, UnitPlan } from './unit-plan.js';

// HJ 212-2017: 2011 real-time, 2051 minute and 2061 hour data; real-time values carry -Rtd, the others their mean in -Avg.
const SUFFIX = { 2011: 'Rtd', 2051: 'Avg', 2061: 'Avg' } as const;
const WORD_OF_SUFFIX = { Rtd: word('Rtd'), Avg: word('Avg') } as const;

/** Command numbers that carry measured values, the finest first. */
export const DATA_COMMANDS = [2011, 2051, 2061] as const;
export type DataCommand = (typeof DATA_COMMANDS)[number];

/** How the frames of one device are read. */
export interface ToReadingsOptions {
  /** The sensor, as its topic or connection names it. */
  readonly sensorId: string;
  readonly plan: UnitPlan;
  /** Readings measured after this are refused (`time-ahead`). */
  readonly latestMs?: number;
}

const FLAG_OF_BYTE = new Map(DataFlag.options.map((flag) => [lower(flag.charCodeAt(0)), flag]));
const BACKFILL: readonly ReadingMark[] = ['backfill'];

/** Whether a frame carries measured values. */
export function isDataCommand(cn: number): cn is DataCommand {
  return cn === 2011 || cn === 2051 || cn === 2061;
}

function measuredAt({ bytes, header }: Hj212Frame, times: readonly Span[]): number | ExtractedReadings {
  if (times.length > 1) return refuseAll('time-ambiguous', 'DataTime', 'the frame has more than one DataTime');
  const [dataTime] = times;
  const span = dataTime ?? header.qn;
  if (span === null) return refuseAll('time-missing', 'DataTime', 'the frame has neither DataTime nor QN');
  const field = dataTime === undefined ? 'QN' : 'DataTime';
  return (
    parseBeijingTime(bytes, span.start, span.end) ??
    refuseAll('time-invalid', field, `${field} is not yyyyMMddHHmmss or yyyyMMddHHmmssSSS`)
  );
}

/** Null when it is none of the eight. Devices in the field leave the flag out, or empty, where all is well. */
function flagOf(bytes: Uint8Array, span: Span | null): DataFlag | null {
  if (span === null || span.end === span.start) return 'N';
  return span.end - span.start === 1 ? (FLAG_OF_BYTE.get(lower(byteAt(bytes, span.start))) ?? null) : null;
}

function explainUnit({ factor, unit }: PlannedFactor, field: string, sensorId: string): RefusedField {
  return unit === null
    ? {
        code: 'unit-missing',
        field,
        detail: `set the unit in which ${sensorId} sends ${factor}: ng/m3, ug/m3 or mg/m3`,
      }
    : { code: 'unit-mismatch', field, detail: explainMismatch(factor, unit) };
}

/** The value in its kept unit and its flag, or why there is none. */
function judge(
  bytes: Uint8Array,
  slot: FactorSlot,
  planned: PlannedFactor,
  suffix: string,
  sensorId: string,
): { readonly value: number; readonly flag: DataFlag } | RefusedField {
  const { factor, shift } = planned;
  const { duplicate, value: span } = slot;
  if (duplicate !== null)
    return { code: 'factor-duplicate', field: duplicate, detail: `${duplicate} is given twice, with different values` };
  const flag = flagOf(bytes, slot.flag);
  if (flag === null)
    return {
      code: 'flag-unknown',
      field: `${factor}-Flag`,
      detail: `a data flag is one of ${DataFlag.options.join(' ')}`,
    };
  const value = span === null ? Number.NaN : parseDecimal(bytes, span.start, span.end, shift ?? 0);
  if (shift !== null && isPossible(factor, value)) return { value, flag };
  const field = `${factor}-${suffix}`;
  if (span === null || span.end === span.start)
    return { code: 'value-missing', field, detail: `${field} has no value` };
  if (Number.isNaN(value)) return { code: 'value-not-a-number', field, detail: `${field} is not a decimal number` };
  if (shift === null) return explainUnit(planned, field, sensorId);
  return { code: 'value-out-of-range', field, detail: explainImpossible(factor, value) };
}

function positionOf(bytes: Uint8Array, { longitude, latitude }: ScannedData): Position | null {
  if (longitude === null || latitude === null) return null;
  const lng = parseDecimal(bytes, longitude.start, longitude.end, 0);
  const lat = parseDecimal(bytes, latitude.start, latitude.end, 0);
  // 0, 0 is what a receiver says before it knows.
  if (!(Math.abs(lng) <= 180 && Math.abs(lat) <= 90) || (lng === 0 && lat === 0)) return null;
  return { lng, lat };
}

/**
 * Takes the measured values out of a frame of real-time, minute or hour data, in the unit of their factor and at the DataTime of the
 * frame (QN when it has none). Pure; never throws: what gives no reading is listed in `refused`.
 */
export function toReadings(frame: Hj212Frame, { sensorId, plan, latestMs }: ToReadingsOptions): ExtractedReadings {
  const { bytes, cn } = frame;
  if (!isDataCommand(cn))
    return refuseAll(
      'command-without-readings',
      'CN',
      `readings are taken from CN ${DATA_COMMANDS.join(', ')}, not from ${cn}`,
    );
  const suffix = SUFFIX[cn];
  const scanned = scanData(frame, WORD_OF_SUFFIX[suffix]);
  const measuredAtMs = measuredAt(frame, scanned.times);
  if (typeof measuredAtMs !== 'number') return measuredAtMs;
  if (latestMs !== undefined && measuredAtMs > latestMs)
    return refuseAll('time-ahead', 'DataTime', `the time lies ahead: set the clock of ${sensorId}`);

  const readings: SensorReading[] = [];
  const refused: RefusedField[] = [];
  for (const slot of scanned.slots) {
    const planned = plan[slot.index];
    if (planned === undefined) continue;
    const judged = judge(bytes, slot, planned, suffix, sensorId);
    if ('code' in judged) {
      refused.push(judged);
      continue;
    }
    const { factor } = planned;
    const { value, flag } = judged;
    readings.push(
      frame.isBackfill
        ? { sensorId, measuredAtMs, factor, value, flag, marks: BACKFILL }
        : { sensorId, measuredAtMs, factor, value, flag },
    );
  }
  for (const code of scanned.unknown)
    refused.push({
      code: 'factor-unknown',
      field: `${code}-${suffix}`,
      detail: `${code} is not a factor that is kept`,
    });
  if (scanned.malformed > 0)
    refused.push({
      code: 'parameter-invalid',
      field: 'CP',
      detail: `${scanned.malformed} of the parameters are not NAME=VALUE`,
    });
  return { readings, refused, position: positionOf(bytes, scanned) };
}
