import { Factor, type SensorFault, type SensorFaults, type SensorReading } from '@lamppost/contracts';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.js';
import type { SensorConfig } from '../../config/gateway-config.js';
import type { Position } from '../telemetry/extracted-readings.js';
import type { BoxTimeSeries } from '../../time-series/time-series.js';
import { SensorWatch } from './sensor-watch.js';

/** Readings are taken back for as long as a value must stand to be a fault, and this much longer: a jump is told for less. */
const RESTORED_MARGIN_MS = 3_600_000;
/** Readings of one factor that are taken back, at most. */
const MAX_RESTORED = 20_000;

/** Options of {@link FaultBoard}. */
export interface FaultBoardOptions {
  readonly sensors: readonly SensorConfig[];
  readonly clock: Clock;
  readonly log: Logger;
  /** Told all faults of a sensor whenever one begins or ends. */
  readonly onChange: (faults: SensorFaults) => void;
}

const NOTHING: readonly SensorFault[] = [];

function keyOf({ kind, factor }: SensorFault): string {
  return `${kind}/${factor ?? ''}`;
}

/** The faults of all monitors. A fault is no case: it is told to whoever keeps the devices. */
export class FaultBoard {
  private readonly watches: ReadonlyMap<string, SensorWatch>;
  private readonly told = new Map<string, readonly SensorFault[]>();

  constructor(private readonly options: FaultBoardOptions) {
    const startedAtMs = options.clock.nowMs();
    this.watches = new Map(options.sensors.map((sensor) => [sensor.id, new SensorWatch(sensor, startedAtMs)]));
    // One that went on before a restart may be over: what is retained of it is to be replaced.
    for (const { id } of options.sensors) this.told.set(id, NOTHING);
  }

  /** Takes what a message of a sensor said; returns the readings with what is to be noted about each. */
  take(sensorId: string, readings: readonly SensorReading[], position: Position | null): readonly SensorReading[] {
    const watch = this.watches.get(sensorId);
    if (watch === undefined) return readings;
    const marked = watch.take(readings, position, this.options.clock.nowMs());
    this.tell(sensorId, watch);
    return marked;
  }

  /** Takes back what was stored before a restart, so that a fault that went on goes on, and its readings still do not count. */
  restore(series: Pick<BoxTimeSeries, 'query'>): void {
    const nowMs = this.options.clock.nowMs();
    for (const { id, faults } of this.options.sensors) {
      const watch = this.watches.get(id);
      if (watch === undefined) continue;
      const fromMs = nowMs - (faults.flatSeconds ?? 0) * 1000 - RESTORED_MARGIN_MS;
      for (const factor of Factor.options) watch.restore(series.query(id, factor, fromMs, nowMs, MAX_RESTORED));
      this.tell(id, watch);
    }
  }

  /** To be called every few seconds: silence makes no sound. */
  tick(): void {
    const nowMs = this.options.clock.nowMs();
    for (const [sensorId, watch] of this.watches) {
      watch.tick(nowMs);
      this.tell(sensorId, watch);
    }
  }

  /** All faults of each sensor, for whoever missed a change. */
  all(): SensorFaults[] {
    const atMs = this.options.clock.nowMs();
    return [...this.told].map(([sensorId, faults]) => ({ sensorId, atMs, faults: [...faults] }));
  }

  private tell(sensorId: string, watch: SensorWatch): void {
    const before = this.told.get(sensorId) ?? NOTHING;
    if (before.length === 0 && watch.isWell) return;
    const now = watch.faults();
    const begun = now.filter((fault) => !before.some((other) => keyOf(other) === keyOf(fault)));
    const ended = before.filter((fault) => !now.some((other) => keyOf(other) === keyOf(fault)));
    if (begun.length === 0 && ended.length === 0) return;
    this.told.set(sensorId, now);
    const { log, clock, onChange } = this.options;
    for (const { kind, factor, detail } of begun) log.warn({ sensorId, kind, factor, detail }, 'monitor is faulty');
    for (const { kind, factor } of ended) log.info({ sensorId, kind, factor }, 'fault of a monitor is over');
    onChange({ sensorId, atMs: clock.nowMs(), faults: now });
  }
}
