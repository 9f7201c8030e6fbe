import type { Box } from '@lamppost/contracts';

/** Cells along each side of the frame. */
const CELLS = 16;

/** Boxes sorted into the cells of a grid over the frame, so that those near a place are found without trying all. */
export interface BoxGrid {
  /** Calls back once with the index of each box that shares a cell with the given one: all that touch it, and some beside it. */
  readonly visitNear: (box: Box, visit: (index: number) => void) => void;
}

function cellOf(coordinate: number): number {
  return Math.min(CELLS - 1, Math.max(0, Math.floor(coordinate * CELLS)));
}

/** Sorts boxes into a {@link BoxGrid}; what lies beyond the frame counts to the cells at its edge. */
export function gridOf(boxes: readonly Box[]): BoxGrid {
  const cells: (number[] | undefined)[] = new Array<undefined>(CELLS * CELLS);
  const eachCell = (box: Box, visit: (cell: number) => void) => {
    const right = cellOf(box.x2);
    const bottom = cellOf(box.y2);
    for (let y = cellOf(box.y1); y <= bottom; y += 1) {
      for (let x = cellOf(box.x1); x <= right; x += 1) visit(y * CELLS + x);
    }
  };
  boxes.forEach((box, index) => {
    eachCell(box, (cell) => {
      const inCell = cells[cell];
      if (inCell === undefined) cells[cell] = [index];
      else inCell.push(index);
    });
  });
  const visitedBy = new Int32Array(boxes.length);
  let visits = 0;
  return {
    visitNear: (near, visit) => {
      visits += 1;
      eachCell(near, (cell) => {
        for (const index of cells[cell] ?? []) {
          if (visitedBy[index] === visits) continue;
          visitedBy[index] = visits;
          visit(index);
        }
      });
    },
  };
}
