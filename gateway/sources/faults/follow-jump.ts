/** What the next reading of a factor is measured against; plain data. Times are event time, epoch milliseconds. */
export interface JumpWatch {
  /** The last reading that the air can have made. */
  readonly goodMs: number;
  readonly good: number;
  readonly newestMs: number;
  /** First of the readings that leapt and did not come back; null while there is none. */
  readonly leaptSinceMs: number | null;
}

/** What one reading is. */
export interface JudgedJump {
  readonly watch: JumpWatch;
  readonly isJump: boolean;
}

/** Beyond this time the air may have changed by anything. A monitor that stays at its new value for as long is believed. */
const NEAR_MS = 600_000;

/**
 * Judges one reading of a factor against the last good one. Pure. One that is not newer than what came before is judged, but changes
 * nothing.
 *
 * @param before null before the first reading
 * @param limit greatest change that the air can make
 */
export function followJump(before: JumpWatch | null, atMs: number, value: number, limit: number): JudgedJump {
  if (before === null)
    return { watch: { goodMs: atMs, good: value, newestMs: atMs, leaptSinceMs: null }, isJump: false };
  const reference = before.leaptSinceMs ?? before.goodMs;
  const isJump = Math.abs(value - before.good) > limit && Math.abs(atMs - reference) <= NEAR_MS;
  if (atMs <= before.newestMs) return { watch: before, isJump };
  return isJump
    ? { watch: { ...before, newestMs: atMs, leaptSinceMs: before.leaptSinceMs ?? atMs }, isJump }
    : { watch: { goodMs: atMs, good: value, newestMs: atMs, leaptSinceMs: null }, isJump };
}
