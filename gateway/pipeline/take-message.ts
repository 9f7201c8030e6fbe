import { AHEAD_MS } from '../sources/ahead.js';
import type { CameraSet } from '../sources/camera-set.js';
import type { DeviceRegistry } from '../sources/device-registry.js';
import { cutFrames } from '../sources/hj212/cut-frames.js';
import type { MonitorMessage } from '../sources/mqtt/mqtt-link.js';
import { parseTelemetry } from '../sources/telemetry/parse-telemetry.js';
import { refuse } from './refuse.js';
import { type TakeFramesOptions, seriousOf, takeFrames } from './take-frames.js';

/** Options of {@link takeMessage}. */
export interface TakeMessageOptions extends TakeFramesOptions {
  readonly registry: DeviceRegistry;
  readonly cameras: Pick<CameraSet, 'open' | 'close'>;
}

/** Takes one message from a device: readings to the rules, all else to its place, and what cannot be read is kept apart with the reason. */
export function takeMessage(message: MonitorMessage, options: TakeMessageOptions): void {
  if (message.kind === 'announce') takeAnnouncement(message.cameraId, message.payload, options);
  else takeSensorMessage(message, options);
}

function takeAnnouncement(cameraId: string, payload: Buffer, options: TakeMessageOptions): void {
  const { registry, cameras, log } = options;
  const result = registry.announce(cameraId, payload);
  switch (result.status) {
    case 'opened':
    case 'changed': {
      const rtspUrl = registry.rtspUrl(cameraId);
      if (rtspUrl !== null) cameras.open(cameraId, rtspUrl);
      log.info({ cameraId, change: result.status }, 'camera announced');
      return;
    }
    case 'withdrawn':
      cameras.close(cameraId);
      log.info({ cameraId }, 'camera withdrawn');
      return;
    case 'unchanged':
      return;
    case 'refused':
      refuse(`cameras/${cameraId}`, payload, [result], options);
      return;
    default:
      result satisfies never;
  }
}

function takeSensorMessage(message: Extract<MonitorMessage, { sensorId: string }>, options: TakeMessageOptions): void {
  const { registry } = options;
  const { sensorId, payload, kind } = message;
  if (registry.sensor(sensorId) === null) {
    const detail = `sensor ${sensorId} is not in the configuration file; add it to sensors, with its place`;
    refuse(`sensors/${sensorId}`, payload, [{ code: 'sensor.unlisted', detail }], options);
  } else if (kind === 'telemetry') takeTelemetry(sensorId, payload, options);
  else {
    // A broker's message is whole: what it does not hold will not come.
    const cut = cutFrames(payload, { endOfInput: true });
    const isEmpty = cut.frames.length === 0 && cut.garbage.length === 0;
    takeFrames(sensorId, payload, isEmpty ? { ...cut, garbage: [{ start: 0, end: payload.length }] } : cut, options);
  }
}

function takeTelemetry(sensorId: string, payload: Buffer, options: TakeMessageOptions): void {
  const { faults, clock, onReadings } = options;
  const extracted = parseTelemetry(payload, { sensorId, latestMs: clock.nowMs() + AHEAD_MS });
  const { readings, position } = extracted;
  if (readings.length > 0) onReadings(faults.take(sensorId, readings, position));
  if (extracted.refused.length === 0) return;
  const refused = extracted.refused.map(({ code, field, detail }) => ({
    code: `reading.${code}` as const,
    detail: field === '' ? detail : `${field}: ${detail}`,
  }));
  refuse(`sensors/${sensorId}`, payload, seriousOf(refused), options);
}
