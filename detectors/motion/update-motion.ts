import { copyArea, gridArea, lumaOfArea } from '../background/grid-area.js';
import type { GridArea } from '../background/grid-area.js';
import { followCells } from './follow-cells.js';
import { hasMovingGroup } from './has-moving-group.js';
import type { LumaGrid } from './luma-grid.js';
import { measureLight } from './measure-light.js';
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
  /** Time since something last moved, in ms; 0 while it does. */
  readonly stillMs: number;
  /** Cells that changed in this frame, when something moves; else 0. */
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
  if (area === null) return { state: null, isMoving: false, stillMs: Infinity, movingCells: 0, movingShare: 0 };
  if (state === null || !isSameArea(area, state.area)) {
    const started = startMotion(area, lumaOfArea(grid, area), atMs);
    return { state: started, isMoving: true, stillMs: 0, movingCells: 0, movingShare: 0 };
  }
  const sinceMs = Math.max(0, atMs - state.atMs);
  // A clock that was set back must not hold the scene for moving until it has caught up.
  const movedAtMs = Math.min(state.movedAtMs, atMs);
  const isHeld = atMs - movedAtMs < settings.holdMs;
  const cells = { ...state.cells, changed: state.cells.changedBefore, changedBefore: state.cells.changed };
  const light = measureLight(cells.background, state.meanLuma, grid, area);
  const { count, mean } = followCells(cells, grid, area, light, sinceMs, settings);
  const hasMoved = count > 0 && hasMovingGroup(cells, area, { sinceMs, isHeld }, settings);
  const movingCells = hasMoved ? count : 0;
  const kept = keepEarlier(state, cells, grid, atMs, settings.stirMs);
  return {
    state: { area, atMs, movedAtMs: hasMoved ? atMs : movedAtMs, meanLuma: mean, ...kept },
    isMoving: hasMoved || isHeld,
    stillMs: hasMoved ? 0 : atMs - movedAtMs,
    movingCells,
    movingShare: movingCells / cells.background.length,
  };
}

/** Keeps the frame to hold later ones against, when the one that is kept is old enough to serve. */
function keepEarlier(
  { area, laterAtMs }: MotionState,
  cells: MotionCells,
  grid: LumaGrid,
  atMs: number,
  stirMs: number,
): Pick<MotionState, 'cells' | 'laterAtMs'> {
  if (Math.abs(atMs - laterAtMs) < stirMs) return { cells, laterAtMs };
  const { earlier, later } = cells;
  copyArea(grid, area, earlier);
  return { cells: { ...cells, earlier: later, later: earlier }, laterAtMs: atMs };
}

function isSameArea(a: GridArea, b: GridArea): boolean {
  return a.columns === b.columns && a.rows === b.rows && a.left === b.left && a.top === b.top;
}
