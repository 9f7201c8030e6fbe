import type { SensorConfig } from '../config/gateway-config.js';

/** How late each sensor may be, in milliseconds, where the configuration says. */
export function latenessOf(sensors: readonly SensorConfig[]): Readonly<Record<string, number>> {
  return Object.fromEntries(
    sensors.flatMap(({ id, lateSeconds }) => (lateSeconds === undefined ? [] : [[id, lateSeconds * 1000]])),
  );
}
