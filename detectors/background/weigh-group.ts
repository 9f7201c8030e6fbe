import type { BackgroundOptions } from './background-options.js';
import { UNKNOWN } from './background-state.js';
import type { BackgroundCells } from './background-state.js';
import type { CellGroup } from './find-groups.js';
import type { GridArea } from './grid-area.js';

/** Keeps logarithms tame where it is dark, and noise with them. */
const DARKEST = 10;
/** Least pairs of neighbours that a pattern or an outline can be told by. */
const LEAST_PAIRS = 4;

/** What a group of cells is taken for: `unclear` may become clear by a later look. */
export type Verdict = 'object' | 'light' | 'ghost' | 'unclear';

/**
 * Tells objects from what only looks like one.
 *
 * A ghost is the hole that something leaves which was there when the background was learnt: its outline stands in the background, not in
 * the picture. Shadow, a patch of sun or of lamplight, and wet ground change how bright the ground is, but leave its pattern as it was; a
 * plain object on plain ground can't be told from them by brightness alone, and is left out too unless it is darker than any shadow.
 */
export function weighGroup(
  group: CellGroup,
  groupOf: Uint16Array,
  covered: Uint8Array,
  cells: BackgroundCells,
  area: GridArea,
  options: BackgroundOptions,
): Verdict {
  const [first = 0] = group.members;
  const number = groupOf[first];
  const inside = (cell: number) => groupOf[cell] === number;
  const neighbours = (cell: number) => edgeNeighbours(cell, area);

  let outline = { pairs: 0, now: 0, before: 0 };
  const inner = new Set<number>();
  for (const cell of group.members) {
    const around = neighbours(cell);
    if (around.every(inside)) inner.add(cell);
    for (const next of around)
      if (!inside(next) && covered[next] === 0) outline = addToOutline(outline, cells, cell, next);
  }
  if (outline.pairs < LEAST_PAIRS) return 'unclear';
  if (outline.now < outline.before) return 'ghost';

  const changes = group.members.map((cell) => changeOf(cells, cell));
  const brighter = changes.filter((change) => change > 0).length / changes.length;
  // Light makes all of its ground brighter, shadow all of it darker.
  if (Math.min(brighter, 1 - brighter) >= options.mixedShare) return 'object';
  const mean = changes.reduce((sum, change) => sum + change, 0) / changes.length;
  if (mean < Math.log(options.deepestShadow)) return 'object';
  const pattern = patternOf(cells, area, inner);
  if (pattern === null) return 'unclear';
  return pattern >= options.minPattern ? 'object' : 'light';
}

/** Mean change of the pattern between neighbours; null when there are too few of them. */
function patternOf(cells: BackgroundCells, area: GridArea, parts: ReadonlySet<number>): number | null {
  let pairs = 0;
  let sum = 0;
  for (const cell of parts)
    for (const next of [cell + 1, cell + area.columns]) {
      if (!parts.has(next)) continue;
      pairs += 1;
      sum += Math.abs(changeOf(cells, cell) - changeOf(cells, next));
    }
  return pairs < LEAST_PAIRS ? null : sum / pairs;
}

/** Log of how much brighter a cell is than its background. */
function changeOf({ shown, background }: BackgroundCells, cell: number): number {
  return Math.log(((shown[cell] ?? 0) + DARKEST) / ((background[cell] ?? 0) + DARKEST));
}

function addToOutline(
  outline: { readonly pairs: number; readonly now: number; readonly before: number },
  { shown, background }: BackgroundCells,
  cell: number,
  next: number,
) {
  const beyond = background[next] ?? UNKNOWN;
  if (beyond === UNKNOWN) return outline;
  return {
    pairs: outline.pairs + 1,
    now: outline.now + Math.abs((shown[cell] ?? 0) - (shown[next] ?? 0)),
    before: outline.before + Math.abs((background[cell] ?? 0) - beyond),
  };
}

/** Cells that share an edge with one; at the edge of the picture, fewer than four. */
function edgeNeighbours(cell: number, { columns, rows }: GridArea): number[] {
  const column = cell % columns;
  const around: number[] = [];
  if (column > 0) around.push(cell - 1);
  if (column < columns - 1) around.push(cell + 1);
  if (cell >= columns) around.push(cell - columns);
  if (cell < columns * (rows - 1)) around.push(cell + columns);
  return around;
}
