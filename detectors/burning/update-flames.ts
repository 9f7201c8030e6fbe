import type { Box } from '@lamppost/contracts';
import { sharedArea } from '../geometry/box-overlap.js';
import { withoutLetterbox } from '../geometry/letterbox.js';
import { connectCells } from './connect-cells.js';
import type { FlameGrid } from './flame-grid.js';
import { FLAME_DEFAULTS } from './flame-options.js';
import type { FlameOptions } from './flame-options.js';
import type { FlameRegion } from './flame-region.js';
import { emptyFlames } from './flame-state.js';
import type { FlameState } from './flame-state.js';

/** State after a look, and what burns now. */
export interface FlameUpdate {
  readonly state: FlameState;
  readonly regions: readonly FlameRegion[];
}

type HotCells = FlameState['hotCells'];

/** Part of a region that a look shows, before it is known whether it burnt before. */
interface Fire {
  readonly box: Box;
  readonly score: number;
  readonly sinceMs: number;
}

function updateOf(state: FlameState): FlameUpdate {
  const lookedAtMs = state.looksAtMs.at(-1);
  return { state, regions: state.regions.filter(({ lastSeenAtMs }) => lastSeenAtMs === lookedAtMs) };
}

function boxOf(cells: readonly number[], { columns, rows, letterbox }: FlameGrid): Box | null {
  const x = cells.map((cell) => cell % columns);
  const y = cells.map((cell) => Math.floor(cell / columns));
  const inGrid = {
    x1: Math.min(...x) / columns,
    y1: Math.min(...y) / rows,
    x2: (Math.max(...x) + 1) / columns,
    y2: (Math.max(...y) + 1) / rows,
  };
  return withoutLetterbox(inGrid, letterbox);
}

/** Adds a look to the cells' history, and forgets what lies before the window. */
function remember(before: HotCells, grid: FlameGrid, atMs: number, options: FlameOptions): HotCells {
  const history = new Map(before.map(({ cell, hotAtMs }) => [cell, hotAtMs]));
  grid.colour.forEach((colour, cell) => {
    const isHot = colour >= options.minColour && (grid.flicker[cell] ?? 0) >= options.minFlicker;
    if (isHot) history.set(cell, [...(history.get(cell) ?? []), atMs]);
  });
  return [...history]
    .map(([cell, times]) => ({ cell, hotAtMs: times.filter((time) => time > atMs - options.windowMs) }))
    .filter(({ hotAtMs }) => hotAtMs.length > 0);
}

function findFires(hotCells: HotCells, looksAtMs: readonly number[], grid: FlameGrid, options: FlameOptions): Fire[] {
  const looks = looksAtMs.length;
  const [firstMs = 0] = looksAtMs;
  const coveredMs = (looksAtMs.at(-1) ?? 0) - firstMs;
  // After a start, a car that passes fills the few looks there are.
  if (looks < options.minLooks || coveredMs < options.minShare * options.windowMs) return [];
  const lasting = new Map(
    hotCells
      .filter(({ hotAtMs }) => hotAtMs.length >= options.minShare * looks)
      .map(({ cell, hotAtMs }) => [cell, hotAtMs]),
  );
  return connectCells(lasting.keys(), grid.columns).flatMap((cells) => {
    const box = boxOf(cells, grid);
    const times = cells.map((cell) => lasting.get(cell) ?? []);
    const hot = times.reduce((sum, { length }) => sum + length, 0);
    const score = Math.min(1, hot / (cells.length * looks));
    return box === null ? [] : [{ box, score, sinceMs: Math.min(...times.flat()) }];
  });
}

/** The region that a fire continues, or a new one. */
function continueRegion(
  fire: Fire,
  known: readonly FlameRegion[],
  newId: number,
  look: { readonly atMs: number; readonly coveredMs: number },
): FlameRegion {
  const { box, score } = fire;
  const seen = { box, score, lastSeenAtMs: look.atMs };
  const before = known
    .filter((region) => sharedArea(region.box, box) > 0)
    .toSorted((a, b) => a.burningSinceMs - b.burningSinceMs)[0];
  if (before !== undefined) return { ...before, ...seen, observedMs: before.observedMs + look.coveredMs };
  const observedMs = Math.round(score * (look.atMs - fire.sinceMs));
  return { ...seen, regionId: newId, burningSinceMs: fire.sinceMs, observedMs };
}

/**
 * Follows places that flicker in the colour of a flame. Pure: the same state and grid give the same result, and the state is plain JSON.
 * A place burns when its cells flicker in most looks of a time window: what stands still in that colour does not flicker, and what moves
 * in that colour does not stay. Provisional, as the measure is.
 *
 * @param state - what the last look left behind; {@link emptyFlames} before the first
 * @param atMs - capture time of the look; one that is not later than the last is left out, unless the clock was set back by far
 * @param grid - the flame measure of the look; null when it had nothing to be compared with: then nothing is known to burn now
 */
export function updateFlames(
  state: FlameState,
  atMs: number,
  grid: FlameGrid | null,
  options: Partial<FlameOptions> = {},
): FlameUpdate {
  if (grid === null) return { state, regions: [] };
  const settings = { ...FLAME_DEFAULTS, ...options };
  const isSameGrid = grid.columns === state.columns && grid.rows === state.rows;
  const wasSetBack = atMs < (state.looksAtMs.at(-1) ?? 0) - settings.windowMs;
  const before = isSameGrid && !wasSetBack ? state : { ...emptyFlames(), nextRegionId: state.nextRegionId };
  const lastLookMs = before.looksAtMs.at(-1);
  const gapMs = lastLookMs === undefined ? 0 : atMs - lastLookMs;
  if (lastLookMs !== undefined && gapMs < settings.lookEveryMs) return updateOf(before);

  const looksAtMs = [...before.looksAtMs, atMs].filter((time) => time > atMs - settings.windowMs);
  const hotCells = remember(before.hotCells, grid, atMs, settings);
  const firstId = Math.max(before.nextRegionId, lastLookMs === undefined ? atMs : 0);
  const look = { atMs, coveredMs: gapMs <= settings.coverGapMs ? gapMs : 0 };
  const burning = new Map<number, FlameRegion>();
  findFires(hotCells, looksAtMs, grid, settings).forEach((fire, index) => {
    const region = continueRegion(fire, before.regions, firstId + index, look);
    const other = burning.get(region.regionId);
    // A fire that falls into two parts stays one region, with the box of its better part.
    if (other === undefined || other.score < region.score) burning.set(region.regionId, region);
  });
  const out = before.regions.filter(
    ({ regionId, lastSeenAtMs }) => !burning.has(regionId) && atMs - lastSeenAtMs <= settings.keepMs,
  );
  return updateOf({
    columns: grid.columns,
    rows: grid.rows,
    looksAtMs,
    hotCells,
    regions: [...burning.values(), ...out],
    nextRegionId: Math.max(firstId, ...[...burning.keys()].map((id) => id + 1)),
  });
}
