import { boxOfCells } from './cell-geometry.js';
import { continueRegions, hiddenRegions } from './continue-regions.js';
import { followRegion } from './follow-region.js';
import type { RegionLook } from './follow-region.js';
import type { HazardGrid } from './hazard-grid.js';
import type { HazardOptions } from './hazard-options.js';
import type { FollowedFire } from './hazard-state.js';

/** A fire counts as begun under our eyes when looks before it, over at least this time, did not show it. */
const SEEN_WITHOUT_MS = 1_000;

/** The fires that last, and those that were hidden a moment ago. */
export interface FollowedFires {
  readonly fires: FollowedFire[];
  /** First number that no region has. */
  readonly nextId: number;
}

/** Follows fire from one look to the next. `isLearnt` says that the marks exceed a background that is learnt. */
export function followFires(
  before: readonly FollowedFire[],
  look: RegionLook,
  grid: HazardGrid,
  known: { readonly nextId: number; readonly isLearnt: boolean },
  options: HazardOptions,
): FollowedFires {
  let { nextId } = known;
  const lasting = continueRegions(before, look.looks, grid.columns, options);
  const fires: FollowedFire[] = [];
  for (const found of lasting) {
    const box = boxOfCells(found.cells, grid);
    if (box === null) continue;
    const { region, scoredLooks } = followRegion(found, box, nextId, look);
    if (found.before === null) nextId += 1;
    const watchedMs = region.sinceMs - (look.keptLooks[0]?.atMs ?? region.sinceMs);
    const isNew = found.before?.isNew ?? (known.isLearnt || watchedMs >= SEEN_WITHOUT_MS);
    fires.push({ region, scoredLooks, cells: [...found.cells], isNew, isPresent: true });
  }
  return { fires: [...fires, ...hiddenRegions(before, lasting, look.atMs, options.keepMs)], nextId };
}

/** Cells of fires that began while they were watched: a fire must not become its own background before it was told. */
export function heldOutCells(
  fires: readonly FollowedFire[],
  atMs: number,
  { holdOutMs }: Pick<HazardOptions, 'holdOutMs'>,
): Set<number> {
  return new Set(
    fires.filter(({ region, isNew }) => isNew && atMs - region.sinceMs < holdOutMs).flatMap(({ cells }) => cells),
  );
}
