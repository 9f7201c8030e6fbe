import { FACTORS, Factor, topics, type SensorTelemetry } from '@lamppost/contracts';
import type { ScenarioMonitor } from '../scenarios/scenario.js';
import { encodeHj212RealTime } from './encode-hj212.js';
import { measuredValue } from './factor-value.js';

/** A message of a monitor, ready to be published. */
export interface MonitorMessage {
  readonly topic: string;
  readonly payload: Buffer;
}

/**
 * What a monitor sends at a moment: telemetry as JSON, or an HJ 212 frame.
 *
 * @param startedAtMs wall-clock time of the scenario's second 0
 * @param sample running number of the measurement
 */
export function monitorMessage(
  monitor: ScenarioMonitor,
  gatewayId: string,
  times: { readonly nowMs: number; readonly startedAtMs: number },
  sample: number,
): MonitorMessage {
  const atSeconds = (times.nowMs - times.startedAtMs) / 1000;
  const values = Factor.options.flatMap((factor) => {
    const timeline = monitor.factors[factor];
    if (timeline === undefined) return [];
    return [{ factor, ...measuredValue(timeline, atSeconds, `${monitor.id} ${factor}`, sample) }];
  });
  if (monitor.protocol === 'hj212') {
    const payload = encodeHj212RealTime({ measuredAtMs: times.nowMs, mn: monitor.mn, pw: monitor.pw, values });
    return { topic: topics.sensorHj212(gatewayId, monitor.id), payload };
  }
  const telemetry: SensorTelemetry = {
    measuredAt: new Date(times.nowMs).toISOString(),
    readings: values.map(({ factor, value, flag }) => ({ factor, value, unit: FACTORS[factor].unit, flag })),
  };
  return { topic: topics.sensorTelemetry(gatewayId, monitor.id), payload: Buffer.from(JSON.stringify(telemetry)) };
}
