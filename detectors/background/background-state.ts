import type { Box } from '@lamppost/contracts';
import type { ForegroundObject } from './foreground-object.js';
import type { GridArea } from './grid-area.js';

/** What stands for "not known" among brightness values. */
export const UNKNOWN = -1;

/** What is remembered of each cell. Brightness is luma in the light of the first look; arrays have one element a cell. */
export interface BackgroundCells {
  /** What the cell shows when nothing stands there; {@link UNKNOWN} until it was free and still for long enough. */
  readonly background: Float32Array;
  /** What was the background before an object became it; {@link UNKNOWN} when none did. */
  readonly former: Float32Array;
  /** What the cell shows, or showed before something passed. */
  readonly shown: Float32Array;
  /** How long it has been seen to show that, less the time in which it showed something else. */
  readonly stillMs: Float32Array;
  /** For how long it has now shown something else. */
  readonly brokenMs: Float32Array;
  /** Capture time of the look that first showed it. */
  readonly shownSinceMs: Float64Array;
  /** How much it varies while it is still. */
  readonly noise: Float32Array;
  /** What it showed when a vehicle covered it last; {@link UNKNOWN} after a restart. */
  readonly veil: Float32Array;
}

/** All that is remembered of one camera's background. Changed by `updateBackground` alone, which leaves the one it was given as it is. */
export interface BackgroundState {
  readonly area: GridArea;
  /** Since when it has been learnt. */
  readonly bornAtMs: number;
  /** Time of the last look. */
  readonly atMs: number;
  /** For how long too much has differed. */
  readonly changedMs: number;
  readonly cells: BackgroundCells;
  /** Where vehicles were seen that may still stand there. */
  readonly vehicles: readonly Box[];
  /** What the last look found. */
  readonly objects: readonly ForegroundObject[];
}

/** A background that begins with a look. */
export function startBackground(area: GridArea, luma: Float32Array, atMs: number): BackgroundState {
  const size = luma.length;
  const cells = {
    background: new Float32Array(size).fill(UNKNOWN),
    former: new Float32Array(size).fill(UNKNOWN),
    shown: luma,
    stillMs: new Float32Array(size),
    brokenMs: new Float32Array(size),
    shownSinceMs: new Float64Array(size).fill(atMs),
    noise: new Float32Array(size),
    veil: new Float32Array(size).fill(UNKNOWN),
  };
  return { area, bornAtMs: atMs, atMs, changedMs: 0, cells, vehicles: [], objects: [] };
}

/** A copy that may be written to. */
export function copyCells(cells: BackgroundCells): BackgroundCells {
  return {
    background: cells.background.slice(),
    former: cells.former.slice(),
    shown: cells.shown.slice(),
    stillMs: cells.stillMs.slice(),
    brokenMs: cells.brokenMs.slice(),
    shownSinceMs: cells.shownSinceMs.slice(),
    noise: cells.noise.slice(),
    veil: cells.veil.slice(),
  };
}
