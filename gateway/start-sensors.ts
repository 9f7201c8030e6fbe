import { join } from 'node:path';
import { type SensorFaults, type SensorReading, SensorFaultKind } from '@lamppost/contracts';
import type { Logger } from 'pino';
import type { Clock } from './clock.js';
import type { GatewayConfig } from './config/gateway-config.js';
import type { LinkBoard } from './http/link-board.js';
import type { Metrics } from './http/metrics.js';
import { refuse } from './pipeline/refuse.js';
import { ReadingBatch } from './pipeline/reading-batch.js';
import { giveUpPackets, takeFrames } from './pipeline/take-frames.js';
import { takeMessage } from './pipeline/take-message.js';
import type { CameraSet } from './sources/camera-set.js';
import type { DeviceRegistry } from './sources/device-registry.js';
import { FaultBoard } from './sources/faults/fault-board.js';
import { Hj212Devices } from './sources/hj212/hj212-devices.js';
import type { Hj212Secrets } from './sources/hj212/hj212-secrets.js';
import { SqlitePartStore } from './sources/hj212/part-store.js';
import type { MonitorMessage, MqttLink } from './sources/mqtt/mqtt-link.js';
import { Quarantine } from './sources/quarantine.js';
import { startHj212Server } from './sources/tcp/hj212-server.js';
import type { BoxTimeSeries } from './time-series/time-series.js';

/** How often silence and split messages are looked at. */
const TICK_MS = 5_000;
/** How often faults are published again: what was said while the broker was away is lost. */
const TELL_AGAIN_MS = 30_000;

/** Options of {@link startSensors}. */
export interface StartSensorsOptions {
  readonly config: GatewayConfig;
  readonly secrets: Hj212Secrets;
  /** Absolute. */
  readonly dataDirectory: string;
  readonly registry: DeviceRegistry;
  readonly cameras: CameraSet;
  readonly series: Pick<BoxTimeSeries, 'query'>;
  readonly board: LinkBoard;
  readonly metrics: Metrics;
  readonly link: Pick<MqttLink, 'publishFaults'>;
  readonly clock: Clock;
  readonly logOf: (component: string) => Logger;
  /** Told all faults of a monitor whenever one begins or ends. */
  readonly onFaults: (faults: SensorFaults) => void;
  /** Stores and judges readings of a connection that waits for it; they are durable when it returns. */
  readonly onReadings: (readings: readonly SensorReading[]) => void;
  /** Stores and judges readings of many messages, while others come; they are durable when it resolves. */
  readonly onManyReadings: (readings: readonly SensorReading[]) => Promise<void>;
}

/** What takes in all that monitors send. */
export interface Sensors {
  /** Takes messages that came over MQTT; durable when it resolves, rejects when they could not be made so. */
  readonly take: (messages: readonly MonitorMessage[]) => Promise<void>;
  /** Port at which monitors call in over TCP; null when none is configured. */
  readonly tcpPort: number | null;
  readonly close: () => Promise<void>;
}

/** Builds what takes in the readings of monitors, over MQTT and TCP, and what watches the monitors themselves. */
export async function startSensors(options: StartSensorsOptions): Promise<Sensors> {
  const { config, secrets, dataDirectory, board, metrics, link, clock, logOf } = options;
  const quarantine = new Quarantine(join(dataDirectory, 'quarantine.db'), clock);
  const parts = new SqlitePartStore(join(dataDirectory, 'hj212-parts.db'));
  const devices = new Hj212Devices({ sensors: config.sensors, secrets, parts });
  const faults = new FaultBoard({
    sensors: config.sensors,
    clock,
    log: logOf('sensors'),
    onChange: (changed) => {
      for (const kind of SensorFaultKind.options) {
        const isOn = changed.faults.some((fault) => fault.kind === kind);
        metrics.sensorFaults.set({ sensor: changed.sensorId, kind }, isOn ? 1 : 0);
      }
      board.setSensorFaults(changed.sensorId, changed.faults);
      link.publishFaults(changed);
      options.onFaults(changed);
    },
  });
  faults.restore(options.series);
  const count = (readings: readonly SensorReading[]) => {
    const counts = new Map<string, number>();
    for (const { sensorId } of readings) counts.set(sensorId, (counts.get(sensorId) ?? 0) + 1);
    for (const [sensor, stored] of counts) metrics.readings.inc({ sensor }, stored);
  };
  const intake = {
    ...options,
    onReadings: (readings: readonly SensorReading[]) => {
      options.onReadings(readings);
      count(readings);
    },
    quarantine,
    devices,
    faults,
    log: logOf('intake'),
    whenStored: (settle: () => void) => {
      settle();
    },
  };
  const server =
    config.hj212Tcp === undefined
      ? null
      : await startHj212Server({
          ...config.hj212Tcp,
          clock,
          log: logOf('hj212'),
          identify: (bytes, span) => devices.identify(bytes, span),
          onFrames: (sensorId, bytes, cut) => takeFrames(sensorId, bytes, cut, intake),
          onRefused: (source, bytes, refusal) => {
            refuse(source, bytes, [refusal], intake);
          },
          onConnections: (count) => {
            metrics.hj212Connections.set(count);
          },
          onClock: (sensorId, aheadMs) => {
            metrics.sensorClockAhead.set({ sensor: sensorId }, aheadMs / 1000);
          },
        });
  const timers = [
    setInterval(() => {
      faults.tick();
      giveUpPackets(intake);
    }, TICK_MS),
    setInterval(() => {
      for (const known of faults.all()) link.publishFaults(known);
    }, TELL_AGAIN_MS),
  ];
  return {
    take: async (messages) => {
      const batch = new ReadingBatch();
      const together = { ...intake, onReadings: batch.add, whenStored: batch.whenStored };
      for (const message of messages) takeMessage(message, together);
      await batch.store(async (readings) => {
        await options.onManyReadings(readings);
        count(readings);
      });
    },
    tcpPort: server?.port ?? null,
    close: async () => {
      for (const timer of timers) clearInterval(timer);
      await server?.close();
      parts.close();
      quarantine.close();
    },
  };
}
