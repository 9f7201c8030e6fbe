import { learnBackground, learningWeight } from './background.js';
import { followFires, heldOutCells } from './follow-fires.js';
import { followSmokes } from './follow-smokes.js';
import type { HazardGrid } from './hazard-grid.js';
import { HAZARD_DEFAULTS } from './hazard-options.js';
import type { HazardOptions } from './hazard-options.js';
import type { HazardRegions } from './hazard-region.js';
import { emptyHazards } from './hazard-state.js';
import type { HazardState, MarkedLook } from './hazard-state.js';
import { addLook, lastLooks } from './lasting-cells.js';
import { markCells } from './mark-cells.js';

/** Looks are kept for so many windows: the time at which a fire or smoke began may lie before the window in which it is found. */
const KEPT_WINDOWS = 2;

/** State after a look, and what burns and smokes now. */
export interface HazardUpdate {
  readonly state: HazardState;
  readonly regions: HazardRegions;
  /** Whether the last look showed cells that stand out: whether they last takes more looks to tell. */
  readonly isSuspected: boolean;
}

/**
 * Follows fire and smoke on a camera's picture. Pure: the same state and grid give the same result, and the state is plain JSON. A place
 * burns or smokes when it stands out in enough looks of a time window from what is usual there; what is usual is learnt over tens of
 * minutes. Windows, means and growth go by time: the rate of looks changes nothing.
 *
 * @param state - what the last look left behind; {@link emptyHazards} before the first
 * @param atMs - capture time of the look; one that is not later than the last is left out, unless the clock was set back by far
 * @param grid - scores of the look; null when the model has none: then nothing is known
 */
export function updateHazards(
  state: HazardState,
  atMs: number,
  grid: HazardGrid | null,
  options: Partial<HazardOptions> = {},
): HazardUpdate {
  if (grid === null) return { state, regions: { fires: [], smokes: [] }, isSuspected: false };
  const settings = { ...HAZARD_DEFAULTS, ...options };
  const before = fitting(state, atMs, grid, settings);
  if (before.lastLookAtMs !== null && atMs <= before.lastLookAtMs) return updateOf(before);
  const burnt = isDue(before.fireLooks, atMs, settings.fireEveryMs) ? seeFire(before, atMs, grid, settings) : before;
  const smoked = isDue(before.smokeLooks, atMs, settings.smokeEveryMs) ? seeSmoke(burnt, atMs, grid, settings) : burnt;
  return updateOf({ ...smoked, lastLookAtMs: atMs });
}

function updateOf(state: HazardState): HazardUpdate {
  const fires = state.fires.filter(({ isPresent }) => isPresent).map(({ region }) => region);
  const smokes = state.smokes.filter(({ isPresent }) => isPresent).map(({ region }) => region);
  const isSuspected = [state.fireLooks, state.smokeLooks].some((looks) => (looks.at(-1)?.cells.length ?? 0) > 0);
  return { state, regions: { fires, smokes }, isSuspected };
}

/** The state as far as it fits the look: after another grid nothing of it does, after a clock that was set back only what is usual. */
function fitting(state: HazardState, atMs: number, { columns, rows }: HazardGrid, options: HazardOptions): HazardState {
  const firstId = { nextRegionId: Math.max(state.nextRegionId, state.lastLookAtMs === null ? atMs : 0) };
  if (columns !== state.columns || rows !== state.rows) return { ...emptyHazards(), columns, rows, ...firstId };
  if (atMs >= (state.lastLookAtMs ?? 0) - options.windowMs) return state;
  const { learntMs, fireBackground, smokeBackground } = state;
  return { ...emptyHazards(), columns, rows, learntMs, fireBackground, smokeBackground, ...firstId };
}

function isDue(looks: readonly MarkedLook[], atMs: number, everyMs: number): boolean {
  return atMs - (looks.at(-1)?.atMs ?? -Infinity) >= everyMs;
}

/** Time since the last look that counts as seen. */
function coveredSince(looks: readonly MarkedLook[], atMs: number, { coverGapMs }: HazardOptions): number {
  const gapMs = atMs - (looks.at(-1)?.atMs ?? atMs);
  return gapMs <= coverGapMs ? gapMs : 0;
}

function isLearnt(state: HazardState, options: HazardOptions): boolean {
  return state.learntMs >= options.learnMs;
}

function seeFire(state: HazardState, atMs: number, grid: HazardGrid, options: HazardOptions): HazardState {
  const { fireScore, fireEdgeScore, fireSignScore, margin, windowMs } = options;
  const usual = isLearnt(state, options) ? state.fireBackground : null;
  const mark = (score: number, edgeScore: number) =>
    markCells(grid.fire, grid.columns, usual, { score, edgeScore, margin: margin * (score / fireScore) });
  const marked = { atMs, cells: mark(fireScore, fireEdgeScore) };
  const keptLooks = addLook(state.fireLooks, marked, KEPT_WINDOWS * windowMs);
  const looks = lastLooks(keptLooks, atMs, windowMs);
  const signs = { atMs, cells: mark(fireSignScore, fireSignScore) };
  const coveredMs = coveredSince(state.fireLooks, atMs, options);
  const look = { atMs, coveredMs, looks, keptLooks, scores: grid.fire };
  const known = { nextId: state.nextRegionId, isLearnt: usual !== null };
  const { fires, nextId } = followFires(state.fires, look, grid, known, options);
  const signLooks = addLook(state.signLooks, signs, windowMs);
  return { ...state, fireLooks: keptLooks, signLooks, fires, nextRegionId: nextId };
}

function seeSmoke(state: HazardState, atMs: number, grid: HazardGrid, options: HazardOptions): HazardState {
  const { smokeScore, smokeEdgeScore, margin, windowMs } = options;
  const background = isLearnt(state, options) ? state.smokeBackground : null;
  const marks = { score: smokeScore, edgeScore: smokeEdgeScore, margin };
  const cells = markCells(grid.smoke, grid.columns, background, marks);
  const keptLooks = addLook(state.smokeLooks, { atMs, cells }, KEPT_WINDOWS * windowMs);
  const looks = lastLooks(keptLooks, atMs, windowMs);
  const coveredMs = coveredSince(state.smokeLooks, atMs, options);
  const look = { atMs, coveredMs, looks, keptLooks, scores: grid.smoke };
  const known = { nextId: state.nextRegionId, background, signLooks: state.signLooks };
  const { smokes, nextId } = followSmokes(state.smokes, look, grid, known, options);
  return learn(
    { ...state, smokeLooks: keptLooks, smokes, nextRegionId: nextId },
    atMs,
    state.smokeLooks,
    grid,
    options,
  );
}

/** Takes a look into the background, once a second or so: that is enough for a mean over tens of minutes. */
function learn(
  state: HazardState,
  atMs: number,
  earlier: readonly MarkedLook[],
  grid: HazardGrid,
  options: HazardOptions,
): HazardState {
  const gapMs = Math.min(atMs - (earlier.at(-1)?.atMs ?? atMs), options.learnGapMs);
  const weight = learningWeight(gapMs, state.learntMs, options.backgroundMs);
  const heldOut = heldOutCells(state.fires, atMs, options);
  return {
    ...state,
    learntMs: Math.min(state.learntMs + gapMs, options.backgroundMs),
    fireBackground: learnBackground(state.fireBackground, grid.fire, weight, (cell) => heldOut.has(cell)),
    smokeBackground: learnBackground(state.smokeBackground, grid.smoke, weight, () => false),
  };
}
