import type { SensorReading } from '@lamppost/contracts';
import type { BoxTimeSeries } from '../time-series/time-series.js';
import type { Judge } from './judge.js';

/** Where readings go. */
export interface TakeReadingsOptions {
  readonly series: Pick<BoxTimeSeries, 'append' | 'store'>;
  readonly judge: Pick<Judge, 'readings'>;
}

/** From readings to the rules: store, then judge. Stored durably when it returns; throws when they could not be stored. */
export function takeReadings(readings: readonly SensorReading[], { series, judge }: TakeReadingsOptions): void {
  if (readings.length === 0) return;
  series.append(readings);
  judge.readings(readings);
}

/** As {@link takeReadings}, without waiting for the disk: durable and judged when it resolves. */
export async function takeManyReadings(
  readings: readonly SensorReading[],
  { series, judge }: TakeReadingsOptions,
): Promise<void> {
  await series.store(readings);
  judge.readings(readings);
}
