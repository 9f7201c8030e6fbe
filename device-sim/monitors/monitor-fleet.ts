import type { MqttClient } from 'mqtt';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import type { ScenarioMonitor } from '../scenarios/scenario.js';
import { monitorMessage } from './dust-monitor.js';

/** Monitors that are sending. */
export interface MonitorFleet {
  /** Messages that were left out because the broker did not take them. */
  droppedMessages(): number;
  stop(): void;
}

/** Messages of the fleet that may wait for the broker's acknowledgement; one more is left out. */
const MAX_UNACKNOWLEDGED = 1_000;

/** Lets every monitor send at its interval over one connection, QoS 1. What can't be sent is left out and counted. */
export function startMonitors(options: {
  readonly monitors: readonly ScenarioMonitor[];
  readonly gatewayId: string;
  readonly client: MqttClient;
  readonly startedAtMs: number;
  readonly clock: Clock;
  readonly log: Logger;
}): MonitorFleet {
  const { monitors, gatewayId, client, startedAtMs, clock, log } = options;
  let unacknowledged = 0;
  let dropped = 0;
  const send = (monitor: ScenarioMonitor, sample: number): void => {
    if (!client.connected || unacknowledged >= MAX_UNACKNOWLEDGED) {
      dropped += 1;
      if (dropped === 1) log.warn({ monitorId: monitor.id }, 'broker takes no messages, monitors leave them out');
      return;
    }
    const { topic, payload } = monitorMessage(monitor, gatewayId, { nowMs: clock.nowMs(), startedAtMs }, sample);
    unacknowledged += 1;
    client.publish(topic, payload, { qos: 1 }, (error) => {
      unacknowledged -= 1;
      if (error) log.debug({ err: error, topic }, 'message not acknowledged');
    });
  };
  const timers = monitors.map((monitor) => {
    let sample = 0;
    const tick = (): void => {
      send(monitor, sample);
      sample += 1;
    };
    tick();
    return setInterval(tick, monitor.intervalSeconds * 1000);
  });
  return {
    droppedMessages: () => dropped,
    stop: () => {
      for (const timer of timers) clearInterval(timer);
    },
  };
}
