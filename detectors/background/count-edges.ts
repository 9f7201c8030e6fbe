import { UNKNOWN } from './background-state.js';
import type { BackgroundCells } from './background-state.js';
import type { GridArea } from './grid-area.js';

/** Difference between neighbours that noise does not make. */
const STRONG = 16;
/** Least share of its height that an edge keeps in another light. */
const KEPT = 0.5;
/** One in so many rows is looked at. */
const EVERY_ROW = 3;

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
  const compare = (cell: number, next: number) => {
    const here = background[cell] ?? UNKNOWN;
    const there = background[next] ?? UNKNOWN;
    const before = here - there;
    if ((before < STRONG && before > -STRONG) || here === UNKNOWN || there === UNKNOWN) return;
    if (covered[cell] !== 0 || covered[next] !== 0) return;
    all += 1;
    if (((luma[cell] ?? 0) - (luma[next] ?? 0)) / before >= KEPT) kept += 1;
  };
  for (let row = 0; row < rows - 1; row += EVERY_ROW) {
    const end = (row + 1) * columns - 1;
    for (let cell = row * columns; cell < end; cell += 1) {
      compare(cell, cell + 1);
      compare(cell, cell + columns);
    }
  }
  return { all, kept };
}
