/** Where the gateway takes the time from; tests pass their own. */
export interface Clock {
  /** Milliseconds since 1970-01-01T00:00:00Z. */
  nowMs(): number;
}

/** The operating system's clock. */
export const systemClock: Clock = { nowMs: () => Date.now() };
