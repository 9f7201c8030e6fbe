import type { HazardOptions } from './hazard-options.js';
import type { SmokeGrowth } from './hazard-region.js';
import type { FollowedSmoke } from './hazard-state.js';

type Areas = FollowedSmoke['areas'];

/** Share of the largest area that must be there now: what shrinks again does not grow. */
const STILL_THERE = 0.8;

/** Notes the area of smoke when the last note is old enough, and forgets what is too old for its growth. */
export function noteArea(areas: Areas, atMs: number, cells: number, options: HazardOptions): Areas {
  const lastMs = areas.at(-1)?.atMs;
  if (lastMs !== undefined && atMs - lastMs < options.areaEveryMs) return areas;
  return [...areas.filter((area) => area.atMs >= atMs - options.growthMs), { atMs, cells }];
}

/**
 * How the area of smoke rose, by least squares.
 *
 * @returns null when it was noted for too short a time, or does not rise steadily: a straight line explains little of it, most of it came
 *   at once, or it shrinks again
 */
export function growthOf(areas: Areas, options: HazardOptions): SmokeGrowth | null {
  const [first] = areas;
  const last = areas.at(-1);
  if (first === undefined || last === undefined || last.atMs - first.atMs < options.minGrowthMs) return null;
  const count = areas.length;
  const times = areas.map(({ atMs }) => atMs - first.atMs);
  const sizes = areas.map(({ cells }) => cells);
  const meanTime = times.reduce((sum, time) => sum + time, 0) / count;
  const meanSize = sizes.reduce((sum, size) => sum + size, 0) / count;
  let timeSquares = 0;
  let sizeSquares = 0;
  let products = 0;
  for (const [index, time] of times.entries()) {
    const offset = (sizes[index] ?? 0) - meanSize;
    timeSquares += (time - meanTime) ** 2;
    sizeSquares += offset ** 2;
    products += (time - meanTime) * offset;
  }
  if (products <= 0 || products ** 2 < options.minSteadiness * timeSquares * sizeSquares) return null;
  const slope = products / timeSquares;
  const fromCells = Math.max(1, meanSize - slope * meanTime);
  const toCells = meanSize + slope * (last.atMs - first.atMs - meanTime);
  const steps = sizes.slice(1).map((size, index) => size - (sizes[index] ?? 0));
  const isStep = Math.max(...steps) > options.maxStepShare * (toCells - fromCells);
  const isShrinking = last.cells < STILL_THERE * Math.max(...sizes);
  return isStep || isShrinking || toCells <= fromCells ? null : { fromCells, toCells, sinceMs: first.atMs };
}
