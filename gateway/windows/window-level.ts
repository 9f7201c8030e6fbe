import { countUpTo } from './add-reading.js';
import type { SensorWindow } from './sensor-window.js';

/** Mean of some readings, whatever share of a window they cover. */
export interface WindowLevel {
  readonly mean: number;
  /** When the first of them was measured. */
  readonly sinceMs: number;
}

/** Mean of the valid readings in `(endMs - windowMs, endMs]`; null when there is none. Pure. */
export function windowLevel(window: SensorWindow, endMs: number, windowMs: number): WindowLevel | null {
  const start = countUpTo(window.samples, endMs - windowMs);
  const valid = window.samples.slice(start, countUpTo(window.samples, endMs)).filter(({ isValid }) => isValid);
  const [first] = valid;
  if (first === undefined) return null;
  return { mean: valid.reduce((sum, { value }) => sum + value, 0) / valid.length, sinceMs: first.atMs };
}
