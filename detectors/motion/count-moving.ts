import type { GridArea } from '../background/grid-area.js';
import type { MotionOptions } from './motion-options.js';
import type { MotionCells } from './motion-state.js';

/** What is known when a frame comes. */
interface Before {
  /** Time since the frame before. */
  readonly sinceMs: number;
  /** Whether something moved a short while ago. */
  readonly isHeld: boolean;
}

const SEEN = 2;
const MOVING = 1;

/**
 * Counts the changed cells that touch one another in groups large enough to be something that moves. Drops of rain, grain and the figures
 * of a clock in the picture are small, and do not stay where they are. Leaves 1 in `cells.changed` where something moves or may move.
 */
export function countMoving(
  { changed, changedBefore, stack }: MotionCells,
  area: GridArea,
  { sinceMs, isHeld }: Before,
  options: MotionOptions,
): number {
  const least = isHeld ? options.stayCells : options.startCells;
  const mustAgree = sinceMs <= options.agreeMs;
  let moving = 0;
  for (let start = 0; start < changed.length; start += 1) {
    if (changed[start] !== 1) continue;
    const group = gather(changed, stack, start, area);
    if (group < least) continue;
    const isSure = group >= options.sureCells || !mustAgree || hasMember(stack, group, changedBefore);
    if (isSure) moving += group;
  }
  for (let cell = 0; cell < changed.length; cell += 1) if (changed[cell] === SEEN) changed[cell] = MOVING;
  return moving;
}

/** Fills the front of `stack` with the changed cells that touch `start`, corners included, marks them seen, and returns how many. */
function gather(changed: Uint8Array, stack: Int32Array, start: number, { columns, rows }: GridArea): number {
  let length = 1;
  stack[0] = start;
  changed[start] = SEEN;
  for (let next = 0; next < length; next += 1) {
    const cell = stack[next] ?? 0;
    const row = Math.floor(cell / columns);
    const column = cell - row * columns;
    const right = Math.min(columns - 1, column + 1);
    const bottom = Math.min(rows - 1, row + 1);
    for (let y = Math.max(0, row - 1); y <= bottom; y += 1)
      for (let x = Math.max(0, column - 1); x <= right; x += 1) {
        const other = y * columns + x;
        if (changed[other] !== 1) continue;
        changed[other] = SEEN;
        stack[length] = other;
        length += 1;
      }
  }
  return length;
}

function hasMember(cells: Int32Array, length: number, marks: Uint8Array): boolean {
  for (let index = 0; index < length; index += 1) if (marks[cells[index] ?? 0] !== 0) return true;
  return false;
}
