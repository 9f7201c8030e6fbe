import { boxOfCells, isAtEdge, widened } from './cell-geometry.js';
import { continueRegions, hiddenRegions } from './continue-regions.js';
import { followRegion } from './follow-region.js';
import type { RegionLook } from './follow-region.js';
import type { HazardGrid } from './hazard-grid.js';
import type { HazardOptions } from './hazard-options.js';
import type { SmokeGrowth } from './hazard-region.js';
import type { Background, FollowedSmoke, MarkedLook } from './hazard-state.js';
import { looksShowing } from './lasting-cells.js';
import { growthOf, noteArea } from './smoke-growth.js';

/** Share of the cells where smoke began that must still smoke: what drifts away leaves them. */
const ANCHORED_SHARE = 0.5;

/** The smoke that lasts, and what was hidden a moment ago. */
export interface FollowedSmokes {
  readonly smokes: FollowedSmoke[];
  /** First number that no region has. */
  readonly nextId: number;
}

/** What smoke is judged against besides its own looks. */
export interface SmokeSurroundings {
  readonly nextId: number;
  /** What is usual; null while that is not learnt. */
  readonly background: Background | null;
  /** Looks, with the cells that showed any sign of fire. */
  readonly signLooks: readonly MarkedLook[];
}

/** Follows smoke from one look to the next. */
export function followSmokes(
  before: readonly FollowedSmoke[],
  look: RegionLook,
  grid: HazardGrid,
  known: SmokeSurroundings,
  options: HazardOptions,
): FollowedSmokes {
  let { nextId } = known;
  const lasting = continueRegions(before, look.looks, grid.columns, options);
  const smokes: FollowedSmoke[] = [];
  for (const found of lasting) {
    const cells = [...found.cells];
    const box = boxOfCells(cells, grid);
    if (box === null) continue;
    const { region, scoredLooks } = followRegion(found, box, nextId, look);
    if (found.before === null) nextId += 1;
    const { background, originBox } = found.before?.region ?? {
      background: meanOver(known.background, cells),
      originBox: box,
    };
    const origin = found.before?.origin ?? cells;
    const areas = noteArea(found.before?.areas ?? [], look.atMs, cells.length, options);
    const growth = outwardGrowth(cells, origin, areas, grid, options);
    const signs = looksShowing(known.signLooks, widened(cells, grid.columns)).length;
    const fireSigns = { seen: signs, of: Math.max(1, known.signLooks.length) };
    const smoke = { ...region, originBox, background, growth, fireSigns };
    smokes.push({ region: smoke, scoredLooks, cells, isPresent: true, origin, areas });
  }
  return { smokes: [...smokes, ...hiddenRegions(before, lasting, look.atMs, options.keepMs)], nextId };
}

function meanOver(background: Background | null, cells: readonly number[]): number | null {
  if (background === null) return null;
  return cells.reduce((sum, cell) => sum + (background.mean[cell] ?? 0), 0) / cells.length;
}

/** Growth out of a place in the picture; null for what came in over an edge, drifts, or lies over everything. */
function outwardGrowth(
  cells: readonly number[],
  origin: readonly number[],
  areas: FollowedSmoke['areas'],
  { columns, rows }: HazardGrid,
  options: HazardOptions,
): SmokeGrowth | null {
  const now = new Set(cells);
  const still = origin.filter((cell) => now.has(cell)).length;
  const isAnchored = still >= ANCHORED_SHARE * origin.length && !isAtEdge(origin, columns);
  const isLocal = cells.length <= options.maxAreaShare * columns * rows;
  return isAnchored && isLocal ? growthOf(areas, options) : null;
}
