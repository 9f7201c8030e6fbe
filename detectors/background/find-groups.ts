import type { BackgroundOptions } from './background-options.js';
import type { BackgroundCells } from './background-state.js';
import type { CellRange, GridArea } from './grid-area.js';
import { isForeground } from './update-cells.js';

/** Cells that came together and touch one another. */
export interface CellGroup {
  /** Numbers of its cells. */
  readonly members: readonly number[];
  readonly range: CellRange;
}

/** Groups of foreground cells. `groupOf` holds the number of each cell's group (its place in `groups`, plus one); 0 for none. */
interface CellGroups {
  readonly groups: readonly CellGroup[];
  readonly groupOf: Uint16Array;
}

/** Groups the foreground cells that touch by an edge or a corner, and came at nearly the same time. */
export function findGroups(cells: BackgroundCells, area: GridArea, options: BackgroundOptions): CellGroups {
  const { columns, rows } = area;
  const groupOf = new Uint16Array(columns * rows);
  const isLeft = new Uint8Array(columns * rows);
  const found: number[] = [];
  const { background, shown } = cells;
  for (let cell = 0; cell < isLeft.length; cell += 1) {
    const difference = (shown[cell] ?? 0) - (background[cell] ?? 0);
    if (difference <= options.contrast && difference >= -options.contrast) continue;
    if (!isForeground(cells, cell, options)) continue;
    isLeft[cell] = 1;
    found.push(cell);
  }
  const groups: CellGroup[] = [];
  const sinceMs = (cell: number) => cells.shownSinceMs[cell] ?? 0;
  for (const first of found) {
    if (isLeft[first] === 0) continue;
    isLeft[first] = 0;
    const members = [first];
    // The group grows while it is walked through.
    for (const cell of members) {
      groupOf[cell] = groups.length + 1;
      const column = cell % columns;
      for (let down = -columns; down <= columns; down += columns) {
        for (let across = -1; across <= 1; across += 1) {
          const next = cell + down + across;
          if (column + across < 0 || column + across >= columns || isLeft[next] !== 1) continue;
          if (Math.abs(sinceMs(next) - sinceMs(cell)) > options.togetherMs) continue;
          isLeft[next] = 0;
          members.push(next);
        }
      }
    }
    groups.push({ members, range: rangeOf(members, columns) });
  }
  return { groups, groupOf };
}

function rangeOf(members: readonly number[], columns: number): CellRange {
  let [firstColumn, lastColumn, firstRow, lastRow] = [Infinity, 0, Infinity, 0];
  for (const cell of members) {
    const column = cell % columns;
    const row = (cell - column) / columns;
    firstColumn = Math.min(firstColumn, column);
    lastColumn = Math.max(lastColumn, column);
    firstRow = Math.min(firstRow, row);
    lastRow = Math.max(lastRow, row);
  }
  return { firstColumn, lastColumn, firstRow, lastRow };
}
