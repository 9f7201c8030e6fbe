import type { Found } from './found.js';

/** How long after the beginning of the offence violations were told. */
export interface Delay {
  readonly medianMs: number;
  /** 95 of 100 were told within this. */
  readonly p95Ms: number;
}

/** Delays of violations; null when there are none. */
export function delayOf(found: readonly Found[]): Delay | null {
  const delays = found.map(({ violation }) => violation.triggeredAtMs - violation.startedAtMs).sort((a, b) => a - b);
  // Nearest rank: a delay that was really measured.
  const at = (share: number) => delays[Math.max(0, Math.ceil(share * delays.length) - 1)];
  const [medianMs, p95Ms] = [at(0.5), at(0.95)];
  return medianMs === undefined || p95Ms === undefined ? null : { medianMs, p95Ms };
}
