import type { Box } from '@lamppost/contracts';
import { withoutLetterbox } from '../geometry/letterbox.js';
import { neighbours } from './connect-cells.js';
import type { HazardGrid } from './hazard-grid.js';

/** Size of a grid, and where the picture lies in it. */
export type GridGeometry = Pick<HazardGrid, 'columns' | 'rows' | 'picture'>;

/**
 * The box around cells, in fractions of the picture; cells that its edge cuts count as far as they lie in it.
 *
 * @returns null when none of them does
 */
export function boxOfCells(cells: readonly number[], { columns, rows, picture }: GridGeometry): Box | null {
  const x = cells.map((cell) => cell % columns);
  const y = cells.map((cell) => Math.floor(cell / columns));
  const inGrid = {
    x1: Math.min(...x) / columns,
    y1: Math.min(...y) / rows,
    x2: (Math.max(...x) + 1) / columns,
    y2: (Math.max(...y) + 1) / rows,
  };
  return withoutLetterbox(inGrid, picture);
}

/** The cells and all that touch them, by an edge or a corner. */
export function widened(cells: Iterable<number>, columns: number): Set<number> {
  return new Set([...cells].flatMap((cell) => neighbours(cell, columns)));
}

/** Whether any of the cells lies at the left, right or upper edge of the grid. */
export function isAtEdge(cells: readonly number[], columns: number): boolean {
  return cells.some((cell) => cell < columns || cell % columns === 0 || cell % columns === columns - 1);
}
