import type { Clock } from '../clock.js';

/** A clock that a test sets. */
export interface FakeClock extends Clock {
  advance(byMs: number): void;
}

/** A clock that stands still until it is advanced. */
export function createFakeClock(startMs: number): FakeClock {
  let nowMs = startMs;
  return {
    nowMs: () => nowMs,
    advance: (byMs) => {
      nowMs += byMs;
    },
  };
}
