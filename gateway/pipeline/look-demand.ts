/** What stands in a camera's zones, or seems to burn. */
export type Dwell =
  | 'none'
  /** Something is there that is not yet known to stand, or that the last look missed, or that may burn: more looks are needed to tell. */
  | 'settling'
  /** All that is there stands, and the last look saw it. */
  | 'settled';

/** What a camera shows. */
export interface Attention {
  /** Time since something last moved, in ms; 0 while it does. */
  readonly stillMs: number;
  readonly dwell: Dwell;
}

/** How often a camera is to be looked at. */
export interface LookDemand {
  /** A frame that comes sooner than this after the last one is left out. */
  readonly everyMs: number;
  /** Longest time that should pass between two looks when there are more cameras than time: who may wait least goes first. */
  readonly withinMs: number;
  /** Whether a frame every few seconds will do until something is seen in one. */
  readonly mayRest: boolean;
}

/** Something moves until it has been still for so long: steps, and what pauses at a kerb, are no rest. */
const MOVING_MS = 1_000;
/** What moves may come to stand: with fewer looks, the moment of its arrival would be missed by more than a few seconds. */
const MOVING_WITHIN_MS = 2_000;
/** For so long after something moved, it is seen to that nothing stands there unknown. */
const SETTLING_MS = 4_000;
/**
 * Each second, less what a camera's frames jitter: three looks in the time that the tracker takes for seen (`coverGapMs`), so that one may
 * fail or come late.
 */
const SETTLING = { everyMs: 900, withinMs: 1_000, mayRest: false } as const;
/**
 * All that stands was seen, and the gate watches each frame: as long as nothing moves, it stands where it stood. A look now and then finds
 * what left too slowly, or in too few cells, for the gate.
 */
const SETTLED = { everyMs: 5_000, withinMs: 6_000, mayRest: true } as const;
/**
 * Nothing moves and nothing stands: one look in ten seconds finds what the gate passed over (smoke that rises slowly, what crept in, what
 * stood there when the gateway started), and keeps the backgrounds up to date. It costs a tenth of a look a second.
 */
const REST = { everyMs: 10_000, withinMs: 15_000, mayRest: true } as const;

/** How often a camera is to be looked at for what it shows. */
export function lookDemand({ stillMs, dwell }: Attention): LookDemand {
  if (stillMs < MOVING_MS)
    return { everyMs: 0, withinMs: dwell === 'none' ? MOVING_WITHIN_MS : SETTLING.withinMs, mayRest: false };
  if (stillMs < SETTLING_MS || dwell === 'settling') return SETTLING;
  return dwell === 'settled' ? SETTLED : REST;
}
