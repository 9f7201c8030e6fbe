import { widened } from './cell-geometry.js';
import type { HazardOptions } from './hazard-options.js';
import type { MarkedLook } from './hazard-state.js';
import { isWindowFilled, lastingGroups, looksShowing } from './lasting-cells.js';

/** What is followed from look to look. */
interface Followed {
  readonly cells: readonly number[];
  readonly region: { readonly regionId: number; readonly sinceMs: number };
}

/** Cells that show something now, and what was known of it. */
export interface Lasting<T> {
  /** The region that goes on; null for a new one. */
  readonly before: T | null;
  /** Ascending. */
  readonly cells: readonly number[];
  /** Looks in the window that showed any of them. */
  readonly shown: readonly MarkedLook[];
}

/**
 * Finds what lasts in the time window, and of what is known it continues. A region that falls into parts stays one; of regions that grow
 * together the oldest stays.
 */
export function continueRegions<T extends Followed>(
  known: readonly T[],
  looks: readonly MarkedLook[],
  columns: number,
  options: HazardOptions,
): Lasting<T>[] {
  const { minLooks, beginShare, keepShare, windowMs } = options;
  if (!isWindowFilled(looks, { minLooks, coverMs: beginShare * windowMs })) return [];
  const byAge = known
    .toSorted((a, b) => a.region.sinceMs - b.region.sinceMs || a.region.regionId - b.region.regionId)
    .map((region) => ({ region, reach: widened(region.cells, columns) }));
  const going = new Map<T, number[]>();
  const found: Lasting<T>[] = [];
  const keep = (before: T | null, cells: readonly number[], leastShare: number) => {
    const shown = looksShowing(looks, new Set(cells));
    if (shown.length >= leastShare * looks.length) found.push({ before, cells, shown });
  };
  for (const cells of lastingGroups(looks, columns, options.cellShare)) {
    const before = byAge.find(({ reach }) => cells.some((cell) => reach.has(cell)))?.region;
    if (before === undefined) keep(null, cells, beginShare);
    else going.set(before, [...(going.get(before) ?? []), ...cells]);
  }
  for (const [before, cells] of going)
    keep(
      before,
      cells.toSorted((a, b) => a - b),
      keepShare,
    );
  return found;
}

/** Regions that are not there now but were a moment ago: something may hide them. Those whose cells another took over are gone. */
export function hiddenRegions<T extends Followed & { readonly region: { readonly lastSeenAtMs: number } }>(
  known: readonly T[],
  lasting: readonly Lasting<T>[],
  atMs: number,
  keepMs: number,
): (T & { isPresent: false })[] {
  const taken = new Set(lasting.flatMap(({ cells }) => cells));
  const going = new Set(lasting.map(({ before }) => before));
  const isHidden = (each: T) =>
    !going.has(each) && atMs - each.region.lastSeenAtMs <= keepMs && !each.cells.some((cell) => taken.has(cell));
  return known.filter(isHidden).map((each) => ({ ...each, isPresent: false as const }));
}
