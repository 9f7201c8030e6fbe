/** A window of a day, one of a row without gap that begins at local midnight. */
export interface DayWindow {
  /** First moment after it; it does not hold its first moment, but this one. */
  readonly endMs: number;
  /** Local date that it belongs to, `2026-03-01`. */
  readonly day: string;
}

/** Local date and time of day of a moment. */
export interface LocalTime {
  readonly day: string;
  readonly sinceMidnightMs: number;
}

/** Tells the local time of a moment; the same moment always gives the same. */
export type LocalClock = (atMs: number) => LocalTime;

/**
 * The window of `windowMs` that holds a moment: `(endMs - windowMs, endMs]`, counted from midnight by the clock on the wall. On the days on
 * which that clock is set, windows longer than the step are cut by it or overlap there.
 */
export function dayWindow(atMs: number, windowMs: number, localTime: LocalClock): DayWindow {
  // A reading at the very end of a window belongs to it.
  const { day, sinceMidnightMs } = localTime(atMs - 1);
  return { endMs: atMs - 1 - (sinceMidnightMs % windowMs) + windowMs, day };
}
