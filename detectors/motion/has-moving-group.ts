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

/** Bits of a cell's mark: it changed, it still does, it was visited. */
const CHANGED = 1;
const STIRRING = 2;
const SEEN = 4;
/** Groups that are not where one was before, for each that is. */
const MOST_STRAYING = 2;

/**
 * Whether changed cells touch one another in a group large enough to be something that moves, and some of them still change: what has come
 * to stand does not. Drops of rain, grain and the figures of a clock in the picture are small, and do not stay where they are. Writes
 * `cells.changed`: what is not zero stays so.
 */
export function hasMovingGroup(
  { changed, changedBefore, stack }: MotionCells,
  area: GridArea,
  { sinceMs, isHeld }: Before,
  options: MotionOptions,
): boolean {
  const least = isHeld ? options.stayCells : options.startCells;
  const mustAgree = sinceMs <= options.agreeMs;
  let agreeing = 0;
  let straying = 0;
  for (let start = 0; start < changed.length; start += 1) {
    if (!isOpen(changed[start])) continue;
    const group = gather(changed, stack, start, area, options.sureCells);
    if (stirring(changed, stack, group) < options.stirCells) continue;
    if (group >= options.sureCells) return true;
    if (group < least) continue;
    if (!mustAgree || marked(stack, group, changedBefore) >= options.agreeShare * group) agreeing += 1;
    else straying += 1;
  }
  // Among many drops a few agree by chance.
  return agreeing > 0 && straying <= MOST_STRAYING * agreeing;
}

function isOpen(mark: number | undefined): mark is number {
  return mark !== undefined && (mark & (CHANGED | SEEN)) === CHANGED;
}

/** How many of the first `length` cells still change. */
function stirring(changed: Uint8Array, cells: Int32Array, length: number): number {
  let count = 0;
  for (let index = 0; index < length; index += 1) if (((changed[cells[index] ?? 0] ?? 0) & STIRRING) !== 0) count += 1;
  return count;
}

/**
 * Fills the front of `stack` with the changed cells that touch `start`, corners included, marks them seen, and returns how many, or `most`
 * once there are as many.
 */
function gather(
  changed: Uint8Array,
  stack: Int32Array,
  start: number,
  { columns, rows }: GridArea,
  most: number,
): number {
  let length = 1;
  stack[0] = start;
  changed[start] = (changed[start] ?? 0) | SEEN;
  for (let next = 0; next < length && length < most; next += 1) {
    const cell = stack[next] ?? 0;
    const row = Math.floor(cell / columns);
    const column = cell - row * columns;
    const right = Math.min(columns - 1, column + 1);
    const bottom = Math.min(rows - 1, row + 1);
    for (let y = Math.max(0, row - 1); y <= bottom; y += 1)
      for (let x = Math.max(0, column - 1); x <= right; x += 1) {
        const other = y * columns + x;
        const mark = changed[other];
        if (!isOpen(mark)) continue;
        changed[other] = mark | SEEN;
        stack[length] = other;
        length += 1;
      }
  }
  return length;
}

/** How many of the first `length` cells are marked. */
function marked(cells: Int32Array, length: number, marks: Uint8Array): number {
  let count = 0;
  for (let index = 0; index < length; index += 1) if (marks[cells[index] ?? 0] !== 0) count += 1;
  return count;
}
