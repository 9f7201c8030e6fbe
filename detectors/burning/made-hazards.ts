import type { HazardGrid } from './hazard-grid.js';
import type { HazardRegions } from './hazard-region.js';
import { emptyHazards } from './hazard-state.js';
import type { HazardState } from './hazard-state.js';
import { updateHazards } from './update-hazards.js';

// Grids made by formula, and a way to look at them at any rate: for tests.

/** Capture time that made scenes begin at. */
export const START_MS = 1_760_000_000_000;
export const COLUMNS = 26;
export const ROWS = 16;

/** A cell as column and row. */
export type Place = readonly [number, number];

/** Cells and their score: the same one, or one for each. */
export interface Shown {
  readonly cells: readonly Place[];
  readonly score: number | ((index: number) => number);
}

function plane(shown: readonly Shown[], floor: number): number[] {
  const scores = new Array<number>(COLUMNS * ROWS).fill(floor);
  for (const { cells, score } of shown)
    cells.forEach(([column, row], index) => {
      const value = typeof score === 'number' ? score : score(index);
      if (column >= 0 && column < COLUMNS && row >= 0 && row < ROWS) scores[row * COLUMNS + column] = value;
    });
  return scores;
}

/** A grid of 26 x 16 cells that show what is given, and `floor` elsewhere. */
export function gridOf(scene: { fire?: readonly Shown[]; smoke?: readonly Shown[]; floor?: number }): HazardGrid {
  const { fire = [], smoke = [], floor = 0.02 } = scene;
  return {
    columns: COLUMNS,
    rows: ROWS,
    fire: plane(fire, floor),
    smoke: plane(smoke, floor),
    picture: { x1: 0, y1: 0, x2: 1, y2: 1 },
  };
}

/** Cells of an ellipse. */
export function ellipse(column: number, row: number, width: number, height: number): Place[] {
  const cells: Place[] = [];
  for (let y = 0; y < ROWS; y += 1)
    for (let x = 0; x < COLUMNS; x += 1)
      if (((x - column) / (width / 2)) ** 2 + ((y - row) / (height / 2)) ** 2 <= 1) cells.push([x, y]);
  return cells;
}

/** What a camera shows at a time since the scene began. */
export type Scene = (sinceStartMs: number) => HazardGrid | null;

/** What came of a look. */
export interface Step {
  readonly atMs: number;
  readonly regions: HazardRegions;
}

/** Looks at a scene at the given times since its beginning. */
export function watchAt(scene: Scene, timesMs: Iterable<number>, from: HazardState = emptyHazards()) {
  const steps: Step[] = [];
  let state = from;
  for (const timeMs of timesMs) {
    const update = updateHazards(state, START_MS + timeMs, scene(timeMs));
    state = update.state;
    steps.push({ atMs: START_MS + timeMs, regions: update.regions });
  }
  return { state, steps, last: steps.at(-1)?.regions ?? { fires: [], smokes: [] } };
}

/** Times from one to another, every so often. */
export function* every(stepMs: number, untilMs: number, fromMs = 0): Generator<number> {
  for (let timeMs = fromMs; timeMs <= untilMs; timeMs += stepMs) yield timeMs;
}
