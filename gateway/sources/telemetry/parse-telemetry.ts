import { isAscii } from 'node:buffer';
import { Factor, SensorTelemetry } from '@lamppost/contracts';
import type { SensorReading } from '@lamppost/contracts';
import { z } from 'zod';
import { refuseAll } from './extracted-readings.js';
import type { ExtractedReadings, RefusedField } from './extracted-readings.js';
import { isPlainEnvelope, isPlainReading } from './is-plain-telemetry.js';
import { normaliseUnit } from './normalise-unit.js';
import { readInstant } from './read-instant.js';

/** Longest payload that is read, in bytes: far above 64 readings. */
export const MAX_TELEMETRY_BYTES = 64 * 1024;

/** How a telemetry payload is read. */
export interface TelemetryOptions {
  /** The sensor, as its topic names it. */
  readonly sensorId: string;
  /** Readings measured after this are refused (`time-ahead`): a clock that runs ahead would make all that follows look late. */
  readonly latestMs?: number;
}

const UTF8 = new TextDecoder('utf-8', { fatal: true });

const TelemetryReading = SensorTelemetry.shape.readings.element;
// Each reading is judged alone, so that one unknown factor does not cost the others.
const TelemetryEnvelope = SensorTelemetry.extend({ readings: z.array(z.unknown()).min(1).max(64) });

function refusalsOf(error: z.ZodError, path: readonly (string | number)[]): RefusedField[] {
  return error.issues.map((issue) => ({
    code: 'payload-invalid',
    field: [...path, ...issue.path].join('.'),
    detail: issue.message,
  }));
}

/** A bit for each factor. */
const FACTOR_BITS: ReadonlyMap<Factor, number> = new Map(Factor.options.map((factor, index) => [factor, 1 << index]));

function parseJson(payload: Uint8Array): { readonly json: unknown } | null {
  try {
    // Telemetry is ASCII, which is text without being decoded.
    const text = Buffer.isBuffer(payload) && isAscii(payload) ? payload.toString('latin1') : UTF8.decode(payload);
    return { json: JSON.parse(text) as unknown };
  } catch {
    return null;
  }
}

/**
 * Reads a JSON payload of topic `.../sensors/{sensorId}/telemetry` ({@link SensorTelemetry}). Values come out in the unit of their
 * factor. Never throws: what cannot be used is listed in `refused`, the rest in `readings`.
 */
export function parseTelemetry(payload: Uint8Array, options: TelemetryOptions): ExtractedReadings {
  if (payload.length > MAX_TELEMETRY_BYTES)
    return refuseAll(
      'payload-too-long',
      '',
      `${payload.length} bytes, where at most ${MAX_TELEMETRY_BYTES} are taken: send fewer readings in one message`,
    );
  const parsed = parseJson(payload);
  if (parsed === null) return refuseAll('payload-not-json', '', 'the payload is not JSON in UTF-8');
  const envelope = isPlainEnvelope(parsed.json)
    ? ({ success: true, data: parsed.json } as const)
    : TelemetryEnvelope.safeParse(parsed.json);
  if (!envelope.success) return { readings: [], refused: refusalsOf(envelope.error, []), position: null };

  const { measuredAt } = envelope.data;
  const measuredAtMs = readInstant(measuredAt) ?? Date.parse(measuredAt);
  if (!(measuredAtMs >= 0)) return refuseAll('time-invalid', 'measuredAt', `${measuredAt} is no time since 1970`);
  if (options.latestMs !== undefined && measuredAtMs > options.latestMs)
    return refuseAll('time-ahead', 'measuredAt', `${measuredAt} lies ahead: set the clock of the sensor`);

  const { sensorId } = options;
  const readings: SensorReading[] = [];
  const refused: RefusedField[] = [];
  let seen = 0;
  for (let index = 0; index < envelope.data.readings.length; index += 1) {
    const candidate = envelope.data.readings[index];
    const reading = isPlainReading(candidate)
      ? ({ success: true, data: candidate } as const)
      : TelemetryReading.safeParse(candidate);
    if (!reading.success) {
      refused.push(...refusalsOf(reading.error, ['readings', index]));
      continue;
    }
    const { factor, value, unit, flag = 'N' } = reading.data;
    const bit = FACTOR_BITS.get(factor) ?? 0;
    if ((seen & bit) !== 0) {
      refused.push({ code: 'factor-duplicate', field: `readings.${index}.factor`, detail: `${factor} is given twice` });
      continue;
    }
    seen |= bit;
    const normalised = normaliseUnit(factor, value, unit);
    if (normalised.status === 'ok') {
      readings.push({ sensorId, measuredAtMs, factor, value: normalised.value, flag });
    } else {
      const field = `readings.${index}.${normalised.code === 'unit-mismatch' ? 'unit' : 'value'}`;
      refused.push({ code: normalised.code, field, detail: normalised.detail });
    }
  }
  return { readings, refused, position: envelope.data.position ?? null };
}
