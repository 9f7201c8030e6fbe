import type { SensorReading } from '@lamppost/contracts';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import type { Metrics } from '../http/metrics.js';
import type { CameraSet } from '../sources/camera-set.js';
import type { DeviceRegistry } from '../sources/device-registry.js';
import type { DeviceMessage } from '../sources/mqtt/mqtt-link.js';
import type { Quarantine } from '../sources/quarantine.js';
import { type Refusal, readingsOfMessage } from '../sources/readings-of-message.js';

/** Monitors send more factors than are kept; that alone is no reason to keep the message apart. */
const HARMLESS_CODE = 'reading.factor-unknown';

/** Options of {@link takeMessage}. */
export interface TakeMessageOptions {
  readonly registry: DeviceRegistry;
  readonly cameras: Pick<CameraSet, 'open' | 'close'>;
  readonly quarantine: Quarantine;
  /** Stores and judges readings; they are durable when it returns. */
  readonly onReadings: (readings: readonly SensorReading[]) => void;
  readonly metrics: Metrics;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Takes one message from a device: what it says is durable when this returns, and what cannot be read is kept apart with the reason. */
export function takeMessage(message: DeviceMessage, options: TakeMessageOptions): void {
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

function takeSensorMessage(message: Extract<DeviceMessage, { sensorId: string }>, options: TakeMessageOptions): void {
  const { registry, metrics, clock } = options;
  const { sensorId, payload, kind } = message;
  const sensor = registry.sensor(sensorId);
  if (sensor === null) {
    const detail = `sensor ${sensorId} is not in the configuration file; add it to sensors, with its place`;
    refuse(`sensors/${sensorId}`, payload, [{ code: 'sensor.unlisted', detail }], options);
    return;
  }
  const { readings, refused } = readingsOfMessage(kind, payload, sensor, clock.nowMs());
  options.onReadings(readings);
  metrics.readings.inc({ sensor: sensorId }, readings.length);
  const serious = refused.filter(({ code }) => code !== HARMLESS_CODE);
  if (serious.length > 0) refuse(`sensors/${sensorId}`, payload, serious, options);
}

function refuse(source: string, payload: Buffer, refusals: readonly Refusal[], options: TakeMessageOptions): void {
  const [first] = refusals;
  if (first === undefined) return;
  for (const { code } of refusals) options.metrics.messagesRefused.inc({ code });
  const detail = refusals.map((refusal) => `${refusal.code}: ${refusal.detail}`).join('; ');
  options.quarantine.keep({ source, payload, code: first.code, detail });
  options.log.warn({ source, code: first.code, detail }, 'message kept in quarantine');
}
