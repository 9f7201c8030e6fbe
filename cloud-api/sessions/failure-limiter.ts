import type { Clock } from '../clock.js';

const WINDOW_MS = 60_000;
const MAX_FAILURES = 10;
const MAX_SOURCES = 10_000;

/** Slows down guessing: counts failed attempts of each source address within a minute. */
export interface FailureLimiter {
  /** Seconds until this source may try again; 0 when it may now. */
  blockedSeconds(source: string): number;
  /** Counts a failed attempt. */
  recordFailure(source: string): void;
}

/** A limiter that allows 10 failures a minute from one address. Over 10,000 addresses the one that was seen first is forgotten. */
export function createFailureLimiter(options: { clock: Clock; maxFailures?: number }): FailureLimiter {
  const { clock, maxFailures = MAX_FAILURES } = options;
  const windows = new Map<string, { startedMs: number; failures: number }>();

  const current = (source: string) => {
    const window = windows.get(source);
    return window !== undefined && clock.nowMs() - window.startedMs < WINDOW_MS ? window : null;
  };
  return {
    blockedSeconds: (source) => {
      const window = current(source);
      if (window === null || window.failures < maxFailures) return 0;
      return Math.max(1, Math.ceil((window.startedMs + WINDOW_MS - clock.nowMs()) / 1_000));
    },
    recordFailure: (source) => {
      const window = current(source);
      if (window !== null) {
        window.failures += 1;
        return;
      }
      windows.delete(source);
      windows.set(source, { startedMs: clock.nowMs(), failures: 1 });
      if (windows.size > MAX_SOURCES) {
        const [oldest] = windows.keys();
        if (oldest !== undefined) windows.delete(oldest);
      }
    },
  };
}
