import type { Box } from '@lamppost/contracts';
import type { LumaGrid } from '../motion/luma-grid.js';
import { BACKGROUND_DEFAULTS } from './background-options.js';
import type { BackgroundOptions } from './background-options.js';
import { UNKNOWN, copyCells, startBackground } from './background-state.js';
import type { BackgroundCells, BackgroundState } from './background-state.js';
import { countEdges } from './count-edges.js';
import { coverCells, isStillThere, missedVehicles, rememberVehicles } from './cover-cells.js';
import { findGroups } from './find-groups.js';
import type { CellGroup } from './find-groups.js';
import { fitLight, undoLight } from './fit-light.js';
import type { ForegroundObject } from './foreground-object.js';
import { boxOfCells, gridArea, lumaOfArea } from './grid-area.js';
import type { GridArea } from './grid-area.js';
import type { Occupant } from './occupant.js';
import { updateCells } from './update-cells.js';
import { weighGroup } from './weigh-group.js';

/** One look at a camera, as the background sees it. */
export interface BackgroundLook {
  /** Capture time. */
  readonly atMs: number;
  readonly grid: LumaGrid;
  /** Where the picture lies in the frame, in fractions of the frame. */
  readonly letterbox: Box;
  /** What is known to cover the picture in this look. */
  readonly occupants: readonly Occupant[];
}

/** The background after a look, and what stands before it. */
export interface BackgroundUpdate {
  readonly state: BackgroundState | null;
  readonly objects: readonly ForegroundObject[];
}

/**
 * Keeps what a camera's picture shows when nothing stands in it, and finds what has come to stand there: objects that are neither vehicles
 * nor people, have been still for `persistMs`, and are no shadow, light or hole that something left. Pure: the same state and look give
 * the same result, and the state that was given stays as it was.
 *
 * Time is capture time: cells that are covered, and gaps without looks, do not count. Nothing is found while the background is young, and
 * it is learnt anew when most of the picture differs from it, as after the camera was turned.
 *
 * @param state - what the last look left behind; null before the first
 */
export function updateBackground(
  state: BackgroundState | null,
  look: BackgroundLook,
  options: Partial<BackgroundOptions> = {},
): BackgroundUpdate {
  const settings = { ...BACKGROUND_DEFAULTS, ...options };
  const { atMs } = look;
  const area = gridArea(look.grid, look.letterbox);
  if (area === null) return { state: null, objects: [] };
  const luma = lumaOfArea(look.grid, area);
  const wasSetBack = state !== null && atMs < state.atMs - settings.forgetGapMs;
  if (state === null || wasSetBack || !isSameArea(area, state.area)) return updateOf(startBackground(area, luma, atMs));
  if (atMs - state.atMs < settings.lookEveryMs) return updateOf(state);

  const isLongGap = atMs - state.atMs > settings.forgetGapMs;
  const cells = copyCells(state.cells);
  if (isLongGap) forgetShown(cells);
  const stepMs = isLongGap ? 0 : Math.min(atMs - state.atMs, settings.coverGapMs);

  const seen = look.occupants.filter(({ isParked }) => isParked).map(({ box }) => box);
  const boxes = look.occupants.map(({ box }) => box);
  const uncovered = missedVehicles(state.vehicles, look.occupants);
  undoLight(luma, fitLight(cells, luma, coverCells([...boxes, ...uncovered], area)), cells);
  const missed = uncovered.filter((vehicle) => isStillThere(vehicle, area, cells, luma, settings));
  const vehicles = rememberVehicles(seen, missed, area, cells, luma);
  const covered = coverCells([...boxes, ...missed], area);

  const { free, differing } = updateCells(cells, { atMs, stepMs, luma, covered }, settings);
  const edges = countEdges(cells, luma, covered, area);
  const isTurned = edges.all >= settings.minEdges && edges.kept < settings.keptEdges * edges.all;
  const isChanged = isTurned || differing > settings.maxChanged * free;
  const changedMs = isChanged ? state.changedMs + stepMs : 0;
  if (changedMs >= settings.resetMs) return updateOf(startBackground(area, luma, atMs));
  const isLearnt = atMs - state.bornAtMs >= settings.learnMs;
  const objects = isChanged || !isLearnt ? [] : findObjects(cells, covered, area, atMs, settings);
  return updateOf({ area, bornAtMs: state.bornAtMs, atMs, changedMs, cells, vehicles, objects });
}

function updateOf(state: BackgroundState): BackgroundUpdate {
  return { state, objects: state.objects };
}

function isSameArea(a: GridArea, b: GridArea): boolean {
  return a.columns === b.columns && a.rows === b.rows && a.left === b.left && a.top === b.top;
}

/** After a long gap nobody knows since when a cell shows what it shows. Cells that showed their background are taken to do so still. */
function forgetShown({ background, shown, stillMs, brokenMs }: BackgroundCells): void {
  stillMs.fill(0);
  brokenMs.fill(0);
  background.forEach((known, cell) => {
    if (known !== UNKNOWN) shown[cell] = known;
  });
}

/** The objects among the foreground. Ghosts become background: writes `cells`. */
function findObjects(
  cells: BackgroundCells,
  covered: Uint8Array,
  area: GridArea,
  atMs: number,
  options: BackgroundOptions,
): ForegroundObject[] {
  const { groups, groupOf } = findGroups(cells, area, options);
  const objects: ForegroundObject[] = [];
  for (const group of groups) {
    if (group.members.length < options.minCells) continue;
    const verdict = weighGroup(group, groupOf, covered, cells, area, options);
    if (verdict === 'ghost') adopt(group, cells);
    const object = verdict === 'object' ? toObject(group, cells, area, atMs) : null;
    if (object !== null && object.area <= options.maxArea) objects.push(object);
  }
  return objects;
}

function adopt({ members }: CellGroup, { background, former, shown }: BackgroundCells): void {
  for (const cell of members) {
    background[cell] = shown[cell] ?? 0;
    former[cell] = UNKNOWN;
  }
}

function toObject(
  { members, range }: CellGroup,
  cells: BackgroundCells,
  area: GridArea,
  atMs: number,
): ForegroundObject {
  const since = members.map((cell) => cells.shownSinceMs[cell] ?? atMs).sort((a, b) => a - b);
  // The middle one: a few cells may have shown much the same by chance before.
  const sinceMs = since[Math.floor(since.length / 2)] ?? atMs;
  let stillMs = 0;
  for (const cell of members) stillMs += cells.stillMs[cell] ?? 0;
  const elapsedMs = Math.max(1, atMs - sinceMs) * members.length;
  const { picture } = area;
  const pictureShare = (picture.x2 - picture.x1) * (picture.y2 - picture.y1);
  return {
    box: boxOfCells(range, area),
    sinceMs,
    area: (members.length / (area.columns * area.rows)) * pictureShare,
    stability: Math.min(1, stillMs / elapsedMs),
  };
}
