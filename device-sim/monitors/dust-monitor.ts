import { FACTORS, Factor, topics, type SensorTelemetry } from '@lamppost/contracts';
import type { ScenarioMonitor } from '../scenarios/scenario.js';
import { type SentValue, encodeHj212RealTime } from './encode-hj212.js';
import { measuredValue } from './factor-value.js';
import type { CallingMonitor } from './hj212-caller.js';

/** A message of a monitor, ready to be published. */
export interface MonitorMessage {
  readonly topic: string;
  readonly payload: Buffer;
}

/** What a monitor measures at a moment. @param sample running number of the measurement */
export function measuredValues(
  monitor: ScenarioMonitor,
  times: { readonly nowMs: number; readonly startedAtMs: number },
  sample: number,
): SentValue[] {
  const atSeconds = (times.nowMs - times.startedAtMs) / 1000;
  return Factor.options.flatMap((factor) => {
    const timeline = monitor.factors[factor];
    if (timeline === undefined) return [];
    return [{ factor, ...measuredValue(timeline, atSeconds, `${monitor.id} ${factor}`, sample) }];
  });
}

/**
 * What a monitor sends over MQTT at a moment: telemetry as JSON, or an HJ 212 frame.
 *
 * @param startedAtMs wall-clock time of the scenario's second 0
 * @param sample running number of the measurement
 */
export function monitorMessage(
  monitor: Exclude<ScenarioMonitor, CallingMonitor>,
  gatewayId: string,
  times: { readonly nowMs: number; readonly startedAtMs: number },
  sample: number,
): MonitorMessage {
  const values = measuredValues(monitor, times, sample);
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
