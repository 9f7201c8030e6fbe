import type { Box } from '@lamppost/contracts';
import { intersectionOverUnion } from '../geometry/box-overlap.js';
import type { BackgroundOptions } from './background-options.js';
import { UNKNOWN } from './background-state.js';
import type { BackgroundCells } from './background-state.js';
import { cellsOfBox } from './grid-area.js';
import type { CellRange, GridArea } from './grid-area.js';
import type { Occupant } from './occupant.js';

/** Boxes of a detector may be a little too tight. */
const MARGIN_CELLS = 1;
/** Two boxes that overlap so much are the same vehicle. */
const SAME_VEHICLE_IOU = 0.5;
/** A vehicle that is not seen any more still stands there when this share of its cells shows what it showed. */
const STILL_THERE = 0.6;
/** Least share of its cells that must differ from the background to tell. */
const TELLING = 0.1;
const MAX_VEHICLES = 64;

/** Calls `visit` with each cell of a range. */
function eachCell(range: CellRange, columns: number, visit: (cell: number) => void): void {
  for (let row = range.firstRow; row <= range.lastRow; row += 1)
    for (let column = range.firstColumn; column <= range.lastColumn; column += 1) visit(row * columns + column);
}

/** Cells that are covered by something known: 1, and 0 elsewhere. */
export function coverCells(boxes: readonly Box[], area: GridArea): Uint8Array {
  const covered = new Uint8Array(area.columns * area.rows);
  for (const box of boxes) {
    const range = cellsOfBox(box, area, MARGIN_CELLS);
    for (let row = range.firstRow; row <= range.lastRow; row += 1) {
      const start = row * area.columns;
      if (range.lastColumn >= range.firstColumn)
        covered.fill(1, start + range.firstColumn, start + range.lastColumn + 1);
    }
  }
  return covered;
}

/** Vehicles that were seen before, are not seen now, and are nowhere near one that is. */
export function missedVehicles(before: readonly Box[], occupants: readonly Occupant[]): Box[] {
  return before.filter(
    (box) => !occupants.some((seen) => seen.isParked && intersectionOverUnion(seen.box, box) >= SAME_VEHICLE_IOU),
  );
}

/** Whether the place of a vehicle still shows it, though the detector does not see it. */
export function isStillThere(
  vehicle: Box,
  area: GridArea,
  cells: BackgroundCells,
  luma: Float32Array,
  options: BackgroundOptions,
): boolean {
  let all = 0;
  let telling = 0;
  let same = 0;
  eachCell(cellsOfBox(vehicle, area, 0), area.columns, (cell) => {
    all += 1;
    const seen = luma[cell] ?? 0;
    const remembered = cells.veil[cell] ?? UNKNOWN;
    const veil = remembered === UNKNOWN ? seen : remembered;
    const background = cells.background[cell] ?? UNKNOWN;
    if (background !== UNKNOWN && Math.abs(veil - background) <= options.contrast) return;
    telling += 1;
    if (Math.abs(seen - veil) <= options.unrest) same += 1;
  });
  return telling >= TELLING * all && same >= STILL_THERE * telling;
}

/** Remembers what vehicles look like, and where they are; writes `cells.veil`. */
export function rememberVehicles(
  seen: readonly Box[],
  missed: readonly Box[],
  area: GridArea,
  cells: BackgroundCells,
  luma: Float32Array,
): Box[] {
  for (const box of seen)
    eachCell(cellsOfBox(box, area, 0), area.columns, (cell) => {
      cells.veil[cell] = luma[cell] ?? 0;
    });
  for (const box of missed)
    eachCell(cellsOfBox(box, area, 0), area.columns, (cell) => {
      if (cells.veil[cell] === UNKNOWN) cells.veil[cell] = luma[cell] ?? 0;
    });
  return [...seen, ...missed].slice(0, MAX_VEHICLES);
}
