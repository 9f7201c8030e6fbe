import type { Box } from '@lamppost/contracts';
import type { LumaGrid } from '../motion/luma-grid.js';

/** The cells of a grid that lie wholly within the picture, without the letterbox. */
export interface GridArea {
  readonly left: number;
  readonly top: number;
  readonly columns: number;
  readonly rows: number;
  /** Where these cells lie in the original picture, in fractions of it. */
  readonly picture: Box;
}

/** @returns null when no whole cell lies within the picture */
export function gridArea(grid: LumaGrid, letterbox: Box): GridArea | null {
  // The edges come from whole pixels divided by the frame's size: a hair of rounding must not cost a row of cells.
  const first = (edge: number, cells: number) => Math.ceil(edge * cells - 1e-6);
  const end = (edge: number, cells: number) => Math.floor(edge * cells + 1e-6);
  const left = first(letterbox.x1, grid.columns);
  const top = first(letterbox.y1, grid.rows);
  const right = end(letterbox.x2, grid.columns);
  const bottom = end(letterbox.y2, grid.rows);
  if (right <= left || bottom <= top) return null;
  const across = (column: number) => (column / grid.columns - letterbox.x1) / (letterbox.x2 - letterbox.x1);
  const down = (row: number) => (row / grid.rows - letterbox.y1) / (letterbox.y2 - letterbox.y1);
  const picture = {
    x1: Math.max(0, across(left)),
    y1: Math.max(0, down(top)),
    x2: Math.min(1, across(right)),
    y2: Math.min(1, down(bottom)),
  };
  return { left, top, columns: right - left, rows: bottom - top, picture };
}

/** Luma of the cells of an area, row by row. */
export function lumaOfArea(grid: LumaGrid, area: GridArea): Float32Array {
  const luma = new Float32Array(area.columns * area.rows);
  copyArea(grid, area, luma);
  return luma;
}

/** Writes the luma of the cells of an area, row by row, to an array with room for them. */
export function copyArea(grid: LumaGrid, area: GridArea, to: Float32Array | Uint8Array): void {
  for (let row = 0; row < area.rows; row += 1) {
    const start = (area.top + row) * grid.columns + area.left;
    to.set(grid.data.subarray(start, start + area.columns), row * area.columns);
  }
}

/** Rectangle of cells. */
export interface CellRange {
  readonly firstColumn: number;
  readonly lastColumn: number;
  readonly firstRow: number;
  readonly lastRow: number;
}

/** The cells that a box of the picture touches, and `margin` more on each side; an empty range when it lies outside. */
export function cellsOfBox(box: Box, area: GridArea, margin: number): CellRange {
  const { picture, columns, rows } = area;
  const column = (x: number) => ((x - picture.x1) / (picture.x2 - picture.x1)) * columns;
  const row = (y: number) => ((y - picture.y1) / (picture.y2 - picture.y1)) * rows;
  return {
    firstColumn: Math.max(0, Math.floor(column(box.x1)) - margin),
    lastColumn: Math.min(columns - 1, Math.ceil(column(box.x2)) - 1 + margin),
    firstRow: Math.max(0, Math.floor(row(box.y1)) - margin),
    lastRow: Math.min(rows - 1, Math.ceil(row(box.y2)) - 1 + margin),
  };
}

/** Box of a range of cells, in fractions of the picture. */
export function boxOfCells(range: CellRange, area: GridArea): Box {
  const { picture, columns, rows } = area;
  const x = (column: number) => picture.x1 + (column / columns) * (picture.x2 - picture.x1);
  const y = (row: number) => picture.y1 + (row / rows) * (picture.y2 - picture.y1);
  return { x1: x(range.firstColumn), y1: y(range.firstRow), x2: x(range.lastColumn + 1), y2: y(range.lastRow + 1) };
}
