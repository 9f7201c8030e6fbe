import type { SensorReading } from '@lamppost/contracts';
import type { AppendResult } from '../time-series/time-series.js';
import type { Judge } from './judge.js';

/** Options of {@link takeReadings}. */
export interface TakeReadingsOptions {
  /** Keeps readings; durable when it returns. */
  readonly append: (readings: readonly SensorReading[]) => AppendResult;
  readonly judge: Pick<Judge, 'reading'>;
}

/** From readings to the rules: store, then judge. Stored durably when it returns; throws when they could not be stored. */
export function takeReadings(readings: readonly SensorReading[], { append, judge }: TakeReadingsOptions): void {
  if (readings.length === 0) return;
  append(readings);
  for (const reading of readings) judge.reading(reading);
}
