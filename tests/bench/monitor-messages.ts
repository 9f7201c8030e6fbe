import { topics } from '@lamppost/contracts';
import { seededRandom } from './seeded-random.js';

const FACTORS = [
  { factor: 'a34002', unit: 'ug/m3', usual: 80 },
  { factor: 'a34001', unit: 'ug/m3', usual: 120 },
  { factor: 'a34004', unit: 'ug/m3', usual: 40 },
  { factor: 'a01001', unit: 'degC', usual: 20 },
  { factor: 'a01002', unit: '%RH', usual: 55 },
  { factor: 'a01006', unit: 'kPa', usual: 101 },
  { factor: 'a01007', unit: 'm/s', usual: 2 },
  { factor: 'LA', unit: 'dB', usual: 60 },
] as const;
const MINUTE_MS = 60_000;
/** The first of them was measured here: 2026-03-01T00:00:00Z. */
const FIRST_MS = Date.UTC(2026, 2, 1);
/** The dust of the first monitor is above any limit for this share of its time. */
const DUSTY_SHARE = 0.02;

/** A message of a monitor, as JSON telemetry. */
export interface MonitorMessage {
  readonly topic: string;
  readonly payload: string;
}

/** Name of a monitor of the benchmark. */
export function monitorId(monitor: number): string {
  return `dust-${monitor}`;
}

/** Messages of dust monitors, each of which reports once a minute; the same row for the same arguments. */
export function* monitorMessages(
  gatewayId: string,
  { messages, monitors, factors }: { readonly messages: number; readonly monitors: number; readonly factors: number },
): Generator<MonitorMessage, void, undefined> {
  const random = seededRandom(monitors);
  for (let index = 0; index < messages; index += 1) {
    const monitor = index % monitors;
    const minute = Math.floor(index / monitors);
    const isDusty = monitor === 0 && Math.abs(minute * monitors - messages / 2) < (DUSTY_SHARE / 2) * messages;
    const readings = FACTORS.slice(0, factors).map(({ factor, unit, usual }, place) => {
      const value = usual * (0.95 + 0.1 * random()) * (isDusty && place === 0 ? 10 : 1);
      return { factor, unit, value: Math.round(value * 100) / 100 };
    });
    const measuredAt = new Date(FIRST_MS + minute * MINUTE_MS).toISOString();
    yield {
      topic: topics.sensorTelemetry(gatewayId, monitorId(monitor)),
      payload: JSON.stringify({ measuredAt, readings }),
    };
  }
}
