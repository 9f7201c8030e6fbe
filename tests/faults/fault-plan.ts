import { seededRandom } from '../bench/seeded-random.js';

/** What can be done to the running product. */
export const FAULT_KINDS = [
  'kill-gateway',
  'kill-cloud',
  'kill-database',
  'kill-broker',
  'cut-link',
  'reset-link',
  'cut-mid-upload',
  'slow-link',
  'flood',
  'fill-disk',
  'tear-gateway',
  'tear-cloud',
  'jump-clock',
  'corrupt-segment',
] as const;
export type FaultKind = (typeof FAULT_KINDS)[number];

/** One fault of a round: when it begins, how long it lasts, and a number from 0 to 1 for whatever else it chooses. */
export interface PlannedFault {
  readonly kind: FaultKind;
  readonly atMs: number;
  readonly forMs: number;
  readonly choice: number;
}

/** Dust above the limit at one monitor: one violation. */
export interface PlannedEpisode {
  readonly atMs: number;
  /** Whether a camera's picture goes with it. */
  readonly hasCamera: boolean;
  /** `fixed`: a few readings and no more; `lasting`: readings until it was found. */
  readonly kind: 'fixed' | 'lasting';
}

/** All that happens in a round. */
export interface RoundPlan {
  readonly seed: number;
  readonly faults: readonly PlannedFault[];
  readonly episodes: readonly PlannedEpisode[];
}

/** Time in which the faults and episodes of a round begin. */
const BEGIN_MS = 1_500;
const LONGEST_MS = 1_500;
const FLOOD_EPISODES = 8;

/** The seed of one round of a run, by which it can be run again alone. */
export function roundSeed(seed: number, round: number): number {
  return (Math.imul(seed, 1_000_003) + round) >>> 0;
}

/** Plans a round; the same seed gives the same plan. */
export function planRound(seed: number): RoundPlan {
  const random = seededRandom(seed);
  const faults = Array.from({ length: 1 + Math.floor(random() * 3) }, () => ({
    kind: FAULT_KINDS[Math.floor(random() * FAULT_KINDS.length)] ?? 'cut-link',
    atMs: random() * BEGIN_MS,
    forMs: 200 + random() * LONGEST_MS,
    choice: random(),
  }));
  const has = (...kinds: readonly FaultKind[]) => faults.some(({ kind }) => kinds.includes(kind));
  // A broker that is killed may lose what it has acknowledged: dust does not end for that.
  const kind = has('kill-broker') ? 'lasting' : 'fixed';
  const count = has('flood') ? FLOOD_EPISODES : 1 + Math.floor(random() * 3);
  // Footage of the moments in which a gateway was dead is not there, and is waited for in vain.
  const mayHaveCamera = !has('kill-gateway', 'tear-gateway', 'fill-disk', 'jump-clock', 'flood');
  const episodes = Array.from({ length: count }, (): PlannedEpisode => ({
    atMs: random() * (BEGIN_MS + LONGEST_MS),
    hasCamera: mayHaveCamera && random() < 0.3,
    kind,
  }));
  return { seed, faults, episodes };
}
