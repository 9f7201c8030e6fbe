import type { SensorConfig } from '../config/gateway-config.js';
import { cutFrames } from './hj212/cut-frames.js';
import { parseFrame } from './hj212/parse-frame.js';
import { toReadings } from './hj212/to-readings.js';
import type { SensorReading } from '@lamppost/contracts';
import type { RefusalCode } from './refusal-catalogue.js';
import { parseTelemetry } from './telemetry/parse-telemetry.js';

/** A sensor's clock may run ahead by this much before its readings are refused, milliseconds. */
export const AHEAD_MS = 300_000;

/** Part of a message that could not be used. */
export interface Refusal {
  readonly code: RefusalCode;
  readonly detail: string;
}

/** What one message of a sensor came to. */
export interface MessageReadings {
  readonly readings: readonly SensorReading[];
  readonly refused: readonly Refusal[];
}

/** Reads a sensor's message, JSON telemetry or HJ 212 frames. Never throws. */
export function readingsOfMessage(
  kind: 'telemetry' | 'hj212',
  payload: Buffer,
  sensor: SensorConfig,
  nowMs: number,
): MessageReadings {
  const latestMs = nowMs + AHEAD_MS;
  if (kind === 'telemetry') return named(parseTelemetry(payload, { sensorId: sensor.id, latestMs }));
  const cut = cutFrames(payload, { endOfInput: true });
  const refused: Refusal[] = [];
  const readings: SensorReading[] = [];
  if (cut.frames.length === 0 || cut.garbage.length > 0) {
    refused.push({ code: 'hj212.no-frame', detail: 'bytes that are no HJ 212 frame' });
  }
  for (const bytes of cut.frames) {
    const parsed = parseFrame(bytes);
    if (parsed.status === 'refused') {
      refused.push({ code: `hj212.${parsed.code}`, detail: parsed.detail });
    } else if (sensor.mn !== null && parsed.frame.mn !== sensor.mn) {
      refused.push({
        code: 'hj212.wrong-device',
        detail: `MN is ${parsed.frame.mn ?? 'missing'}, where ${sensor.mn} is configured`,
      });
    } else {
      const extracted = named(toReadings(parsed.frame, { sensorId: sensor.id, units: sensor.hj212Units, latestMs }));
      readings.push(...extracted.readings);
      refused.push(...extracted.refused);
    }
  }
  return { readings, refused };
}

function named(extracted: ReturnType<typeof parseTelemetry>): MessageReadings {
  return {
    readings: extracted.readings,
    refused: extracted.refused.map(({ code, field, detail }) => ({
      code: `reading.${code}`,
      detail: field === '' ? detail : `${field}: ${detail}`,
    })),
  };
}
