import type { SensorReading } from '@lamppost/contracts';
import type { AppendResult } from '../time-series/time-series.js';
import { windowMean } from '../windows/window-mean.js';
import { windowRise } from '../windows/window-rise.js';
import type { Judge } from './judge.js';
import type { SensorWindows } from './sensor-windows.js';

/** Options of {@link takeReadings}. */
export interface TakeReadingsOptions {
  /** Keeps readings; durable when it returns. */
  readonly append: (readings: readonly SensorReading[]) => AppendResult;
  readonly windows: SensorWindows;
  readonly judge: Judge;
}

/** From readings to the rules: store, add to the window, judge. Stored durably when it returns; throws when they could not be stored. */
export function takeReadings(
  readings: readonly SensorReading[],
  { append, windows, judge }: TakeReadingsOptions,
): void {
  if (readings.length === 0) return;
  append(readings);
  for (const reading of readings) {
    const window = windows.add(reading);
    if (window === null) continue;
    const { sensorId, factor, measuredAtMs } = reading;
    judge.factor({
      sensorId,
      factor,
      atMs: measuredAtMs,
      mean: (windowMs, minCapture) => windowMean(window, measuredAtMs, windowMs, { minCapture }),
      rise: (span) => windowRise(window, measuredAtMs, span),
    });
  }
}
