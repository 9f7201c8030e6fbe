import { UNKNOWN } from './background-state.js';
import type { BackgroundCells } from './background-state.js';
import type { GridArea } from './grid-area.js';

/** Difference between neighbours that noise does not make. */
const STRONG = 16;
/** Least share of its height that an edge keeps in another light. */
const KEPT = 0.5;

/** How many edges of the background can be seen, and how many of them stand where they stood. */
export interface Edges {
  readonly all: number;
  readonly kept: number;
}

/** Counts the edges of the background between free cells, and those that a look still shows: after the camera was turned they are elsewhere. */
export function countEdges(cells: BackgroundCells, luma: Float32Array, covered: Uint8Array, area: GridArea): Edges {
  const { background } = cells;
  const { columns, rows } = area;
  let all = 0;
  let kept = 0;
  for (let row = 0; row < rows - 1; row += 1) {
    for (let column = 0; column < columns - 1; column += 1) {
      const cell = row * columns + column;
      const here = background[cell] ?? UNKNOWN;
      if (here === UNKNOWN || covered[cell] !== 0) continue;
      for (let next = cell + 1; next <= cell + columns; next += columns - 1) {
        const there = background[next] ?? UNKNOWN;
        const before = here - there;
        if (there === UNKNOWN || covered[next] !== 0 || (before < STRONG && before > -STRONG)) continue;
        all += 1;
        if (((luma[cell] ?? 0) - (luma[next] ?? 0)) / before >= KEPT) kept += 1;
      }
    }
  }
  return { all, kept };
}
