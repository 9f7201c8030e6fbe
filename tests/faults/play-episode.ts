import { topics } from '@lamppost/contracts';
import { setTimeout as wait } from 'node:timers/promises';
import type { MqttClient } from 'mqtt';
import type { PlannedEpisode } from './fault-plan.js';
import { GATEWAY_ID, LIMIT_UG_M3 } from './town.js';

/** A mean is told from four readings on, because the time between them must be known. */
const READINGS = 6;
const INTERVAL_MS = 200;

/** Publishes the readings of one monitor above whose limit there is dust; resolves when the broker has all of them. */
export async function playEpisode(
  client: MqttClient,
  monitor: string,
  { kind, atMs }: PlannedEpisode,
  isFound: () => boolean,
): Promise<void> {
  await wait(atMs);
  for (let count = 0; count < READINGS || (kind === 'lasting' && !isFound()); count += 1) {
    const value = LIMIT_UG_M3 + 500 + count;
    const message = {
      measuredAt: new Date().toISOString(),
      readings: [{ factor: 'a34001', value, unit: 'ug/m3', flag: 'N' }],
    };
    await client.publishAsync(topics.sensorTelemetry(GATEWAY_ID, monitor), JSON.stringify(message), { qos: 1 });
    await wait(INTERVAL_MS);
  }
}
