/** What a camera shows. */
export interface Attention {
  /** Something moves, or did a moment ago. */
  readonly isMoving: boolean;
  /** Something stands in a zone, or seems to burn, or did a moment ago. */
  readonly isDwelling: boolean;
}

/** How often a camera is to be looked at. */
export interface LookDemand {
  /** A frame that comes sooner than this after the last one is left out. */
  readonly everyMs: number;
  /** Longest time that should pass between two looks when there are more cameras than time: who may wait least goes first. */
  readonly withinMs: number;
}

/**
 * What dwells is looked at each second, less what a camera's frames jitter: three looks in the time that the tracker takes for seen
 * (`coverGapMs`), so that one may fail or come late, and a dwell is told within a second.
 */
const DWELL = { everyMs: 900, withinMs: 1_000 } as const;
/** What moves may come to stand: with fewer looks, the moment of its arrival would be missed by more than a few seconds. */
const MOVING_WITHIN_MS = 2_000;
/**
 * Nothing moves and nothing stands: one look in ten seconds finds what the gate passed over (smoke that rises slowly, what crept in, what
 * stood there when the gateway started), and keeps the backgrounds up to date. It costs a tenth of a look a second.
 */
const REST = { everyMs: 10_000, withinMs: 15_000 } as const;

/** How often a camera is to be looked at for what it shows. */
export function lookDemand({ isMoving, isDwelling }: Attention): LookDemand {
  if (!isMoving) return isDwelling ? DWELL : REST;
  return { everyMs: 0, withinMs: isDwelling ? DWELL.withinMs : MOVING_WITHIN_MS };
}
