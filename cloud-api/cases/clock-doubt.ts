import { CLOCK_LIMIT_MS, type EvidenceManifest, worstClockErrorMs } from '@lamppost/contracts';

/** How far a package may be of a time to come: two clocks that are each well disagree by less, however they were read. */
const MOST_AHEAD_MS = 5 * 60_000;
/** Before any box was on a pole: a box without a battery begins in 1970 when the power comes back. */
const FIRST_BOX_MS = Date.UTC(2025, 0, 1);

/** What the times of a package cannot be. */
export type TimeFault = 'ahead' | 'long-ago';

/** Whether the times that a package was captured and sealed at can be, seen from when it came; null: they can. */
export function findTimeFault(
  { sealedAtMs, violation }: Pick<EvidenceManifest, 'sealedAtMs' | 'violation'>,
  receivedAtMs: number,
): TimeFault | null {
  const times = [sealedAtMs, violation.triggeredAtMs];
  if (Math.max(...times) > receivedAtMs + MOST_AHEAD_MS) return 'ahead';
  return Math.min(...times) < FIRST_BOX_MS ? 'long-ago' : null;
}

/** Whether the clock of a package is in doubt: by what it says of it, by GA/T 832's 1.0 s where it was measured, or by when the package came. */
export function isClockInDoubt(manifest: EvidenceManifest, receivedAtMs: number): boolean {
  const { synchronised, reading } = manifest.clock;
  const isOff = reading !== undefined && worstClockErrorMs(reading) > CLOCK_LIMIT_MS;
  return synchronised !== true || isOff || findTimeFault(manifest, receivedAtMs) !== null;
}
