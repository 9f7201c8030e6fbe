import { gridArea, lumaOfArea } from '../background/grid-area.js';
import type { GridArea } from '../background/grid-area.js';
import { countMoving } from './count-moving.js';
import { followLight } from './follow-light.js';
import type { LumaGrid } from './luma-grid.js';
import { markChanged } from './mark-changed.js';
import { MOTION_DEFAULTS } from './motion-options.js';
import type { MotionOptions } from './motion-options.js';
import { startMotion } from './motion-state.js';
import type { MotionCells, MotionState } from './motion-state.js';

/** What moved in a frame. */
export interface MotionUpdate {
  /** Null when the frame holds no picture. */
  readonly state: MotionState | null;
  /** Whether something moves, or moved less than `holdMs` ago. */
  readonly isMoving: boolean;
  /** Cells of what moves in this frame. */
  readonly movingCells: number;
  /** The same as a share of the picture, 0 to 1. */
  readonly movingShare: number;
}

/**
 * Tells whether something moves before a camera, from the brightness of coarse cells: each is compared with what it has shown of late, and
 * cells that changed count when enough of them touch. The light of the whole scene, the noise of each cell and a shaking camera are
 * allowed for. The same frames give the same answers, at any frame rate: all constants are times.
 *
 * @param state - what the last frame left behind; null before the first. Used up: its arrays serve the next state
 * @param atMs - capture time of the frame
 */
export function updateMotion(
  state: MotionState | null,
  grid: LumaGrid,
  atMs: number,
  options: Partial<MotionOptions> = {},
): MotionUpdate {
  const settings = { ...MOTION_DEFAULTS, ...options };
  const area = gridArea(grid, settings.content);
  if (area === null) return { state: null, isMoving: false, movingCells: 0, movingShare: 0 };
  if (state === null || !isSameArea(area, state.area)) {
    const started = startMotion(area, lumaOfArea(grid, area), atMs);
    return { state: started, isMoving: true, movingCells: 0, movingShare: 0 };
  }
  const sinceMs = Math.max(0, atMs - state.atMs);
  // A clock that was set back must not hold the scene for moving until it has caught up.
  const movedAtMs = Math.min(state.movedAtMs, atMs);
  const isHeld = atMs - movedAtMs < settings.holdMs;
  const cells = { ...state.cells, changed: state.cells.changedBefore, changedBefore: state.cells.changed };

  compare(grid, area, cells.background, cells.difference);
  followLight(cells.background, cells.difference);
  const changed = markChanged(cells, area, settings);
  const movingCells = changed === 0 ? 0 : countMoving(cells, area, { sinceMs, isHeld }, settings);
  learn(cells, sinceMs, settings);

  const next = { area, atMs, movedAtMs: movingCells > 0 ? atMs : movedAtMs, cells };
  return {
    state: next,
    isMoving: movingCells > 0 || isHeld,
    movingCells,
    movingShare: movingCells / cells.background.length,
  };
}

function isSameArea(a: GridArea, b: GridArea): boolean {
  return a.columns === b.columns && a.rows === b.rows && a.left === b.left && a.top === b.top;
}

function compare(grid: LumaGrid, area: GridArea, background: Float32Array, difference: Float32Array): void {
  let cell = 0;
  for (let row = 0; row < area.rows; row += 1) {
    let from = (area.top + row) * grid.columns + area.left;
    for (const end = cell + area.columns; cell < end; cell += 1, from += 1)
      difference[cell] = (grid.data[from] ?? 0) - (background[cell] ?? 0);
  }
}

function learn({ background, noise, difference }: MotionCells, sinceMs: number, options: MotionOptions): void {
  const share = 1 - Math.exp(-sinceMs / options.backgroundTimeMs);
  const noiseShare = 1 - Math.exp(-sinceMs / options.noiseTimeMs);
  for (let cell = 0; cell < background.length; cell += 1) {
    const change = difference[cell] ?? 0;
    const unrest = noise[cell] ?? 0;
    background[cell] = (background[cell] ?? 0) + share * change;
    noise[cell] = unrest + noiseShare * (Math.min(options.maxNoise, Math.abs(change)) - unrest);
  }
}
