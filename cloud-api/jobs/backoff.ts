/** Pauses between attempts, in milliseconds. */
export interface BackoffTimes {
  /** First pause after a failure; it doubles up to the longest. */
  readonly firstBackoffMs: number;
  readonly longestBackoffMs: number;
}

/** Pause after so many attempts, at least one, that all failed. */
export function backoffMs({ firstBackoffMs, longestBackoffMs }: BackoffTimes, attempts: number): number {
  return Math.min(longestBackoffMs, firstBackoffMs * 2 ** Math.min(attempts - 1, 30));
}
