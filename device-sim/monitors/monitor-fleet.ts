import type { MqttClient } from 'mqtt';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import type { ScenarioMonitor } from '../scenarios/scenario.js';
import { measuredValues, monitorMessage } from './dust-monitor.js';
import { type CallingMonitor, Hj212Caller } from './hj212-caller.js';

/** Monitors that are sending. */
export interface MonitorFleet {
  /** Messages that were left out because the broker did not take them. */
  droppedMessages(): number;
  stop(): void;
}

/** Messages of the fleet that may wait for the broker's acknowledgement; one more is left out. */
const MAX_UNACKNOWLEDGED = 1_000;

/**
 * Lets every monitor send at its interval: over one MQTT connection, QoS 1, where what can't be sent is left out and counted; or each over
 * a TCP connection of its own.
 *
 * @param options.hj212Host - where monitors that speak TCP call in; null leaves those out
 */
export function startMonitors(options: {
  readonly monitors: readonly ScenarioMonitor[];
  readonly gatewayId: string;
  readonly client: MqttClient;
  readonly hj212Host: { readonly host: string; readonly port: number } | null;
  readonly startedAtMs: number;
  readonly clock: Clock;
  readonly log: Logger;
}): MonitorFleet {
  const { monitors, gatewayId, client, hj212Host, startedAtMs, clock, log } = options;
  let unacknowledged = 0;
  let dropped = 0;
  const send = (monitor: Exclude<ScenarioMonitor, CallingMonitor>, sample: number): void => {
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
  const callers: Hj212Caller[] = [];
  const sender = (monitor: ScenarioMonitor): ((sample: number) => void) | null => {
    if (monitor.protocol !== 'hj212-tcp')
      return (sample) => {
        send(monitor, sample);
      };
    if (hj212Host === null) {
      log.warn({ monitorId: monitor.id }, 'monitor left out: it calls in over TCP, and --hj212-host was not given');
      return null;
    }
    const caller = new Hj212Caller({ monitor, ...hj212Host, startedAtMs, clock, log });
    callers.push(caller);
    return (sample) => {
      caller.measure(measuredValues(monitor, { nowMs: clock.nowMs(), startedAtMs }, sample));
    };
  };
  const timers = monitors.flatMap((monitor) => {
    const sendSample = sender(monitor);
    if (sendSample === null) return [];
    let sample = 0;
    const tick = (): void => {
      sendSample(sample);
      sample += 1;
    };
    tick();
    return [setInterval(tick, monitor.intervalSeconds * 1000)];
  });
  return {
    droppedMessages: () => dropped,
    stop: () => {
      for (const timer of timers) clearInterval(timer);
      for (const caller of callers) caller.stop();
    },
  };
}
