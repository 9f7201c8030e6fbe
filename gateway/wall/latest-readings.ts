import { Factor, type SensorReading } from '@lamppost/contracts';
import type { BoxTimeSeries } from '../time-series/time-series.js';

/** How far back the newest readings are looked for that came before a restart. */
const LOOK_BACK_MS = 24 * 3_600_000;

/** The newest reading of each factor of each monitor. */
export class LatestReadings {
  private readonly sensors = new Map<string, Map<Factor, SensorReading>>();

  constructor(private readonly series: Pick<BoxTimeSeries, 'query'>) {}

  /** Takes readings that came. */
  note(readings: readonly SensorReading[]): void {
    for (const reading of readings) {
      const known = this.sensors.get(reading.sensorId);
      if (known !== undefined) keepNewer(known, reading);
    }
  }

  /** The newest reading of each factor, the oldest factor code first. */
  of(sensorId: string, nowMs: number): readonly SensorReading[] {
    const known = this.sensors.get(sensorId) ?? this.readBack(sensorId, nowMs);
    return Factor.options.flatMap((factor) => known.get(factor) ?? []);
  }

  private readBack(sensorId: string, nowMs: number): Map<Factor, SensorReading> {
    const found = new Map<Factor, SensorReading>();
    for (const factor of Factor.options)
      for (const reading of this.series.query(sensorId, factor, nowMs - LOOK_BACK_MS, nowMs + 1, 1))
        keepNewer(found, reading);
    this.sensors.set(sensorId, found);
    return found;
  }
}

function keepNewer(known: Map<Factor, SensorReading>, reading: SensorReading): void {
  const before = known.get(reading.factor);
  if (before === undefined || reading.measuredAtMs >= before.measuredAtMs) known.set(reading.factor, reading);
}
