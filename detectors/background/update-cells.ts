import type { BackgroundOptions } from './background-options.js';
import { UNKNOWN } from './background-state.js';
import type { BackgroundCells } from './background-state.js';

/** How many times its noise a cell may differ. */
const NOISE_WEIGHT = 2;
/** What one look adds to a cell's noise at most: something that comes and stays is no noise. */
const MOST_NOISE = 16;
/** How long a cell must show the former background before it is taken back. */
const BACK_AFTER_MS = 5_000;

/** One look, ready to be compared. */
export interface CellLook {
  readonly atMs: number;
  /** Time that the look stands for. */
  readonly stepMs: number;
  /** In the light of the background. */
  readonly luma: Float32Array;
  /** Not 0 where something known hides the cell. */
  readonly covered: Uint8Array;
}

/** How much of the picture differs from its background. */
export interface Change {
  /** Cells that are free and have a background. */
  readonly free: number;
  readonly differing: number;
}

/** Share of the way to a new value after some time, for an average with a time constant: the same at any rate of looks. */
function shareAfter(elapsedMs: number, timeMs: number): number {
  return 1 - Math.exp(-elapsedMs / timeMs);
}

/** Difference from its background that a cell must exceed. */
export function contrastOf(cells: BackgroundCells, cell: number, options: BackgroundOptions): number {
  return options.contrast + NOISE_WEIGHT * (cells.noise[cell] ?? 0);
}

/** Whether a cell has long and stilly shown something that is not its background. */
export function isForeground(cells: BackgroundCells, cell: number, options: BackgroundOptions): boolean {
  const background = cells.background[cell] ?? UNKNOWN;
  if (background === UNKNOWN || (cells.stillMs[cell] ?? 0) < options.persistMs) return false;
  return Math.abs((cells.shown[cell] ?? 0) - background) > contrastOf(cells, cell, options);
}

/** Brings every cell that can be seen up to a look; writes into `cells`. */
export function updateCells(cells: BackgroundCells, look: CellLook, options: BackgroundOptions): Change {
  const { luma, covered, stepMs, atMs } = look;
  const { background, shown, stillMs, brokenMs, shownSinceMs, noise } = cells;
  const follow = shareAfter(stepMs, options.stillTimeMs);
  const restless = shareAfter(stepMs, options.noiseTimeMs);
  const drift = shareAfter(stepMs, options.driftTimeMs);
  let free = 0;
  let differing = 0;
  for (let cell = 0; cell < luma.length; cell += 1) {
    if (covered[cell] !== 0) continue;
    const seen = luma[cell] ?? 0;
    const before = shown[cell] ?? 0;
    const unrest = noise[cell] ?? 0;
    const step = seen - before;
    const distance = Math.abs(step);
    const still = stillMs[cell] ?? 0;
    const isStill = distance <= options.unrest + NOISE_WEIGHT * unrest;
    noise[cell] = unrest + (Math.min(distance, MOST_NOISE) - unrest) * restless;
    if (isStill) {
      shown[cell] = before + step * follow;
      stillMs[cell] = still + stepMs;
      brokenMs[cell] = 0;
    } else {
      const broken = (brokenMs[cell] ?? 0) + stepMs;
      const isOver = broken > options.passMs || still <= stepMs;
      shown[cell] = isOver ? seen : before;
      stillMs[cell] = isOver ? 0 : still - stepMs;
      brokenMs[cell] = isOver ? 0 : broken;
      if (isOver) shownSinceMs[cell] = atMs;
    }
    const known = background[cell] ?? UNKNOWN;
    if (known === UNKNOWN) {
      if ((stillMs[cell] ?? 0) >= options.learnCellMs) background[cell] = shown[cell] ?? 0;
      continue;
    }
    free += 1;
    const contrast = options.contrast + NOISE_WEIGHT * unrest;
    if (Math.abs(seen - known) > contrast) differing += 1;
    if (isStill) settle(cells, cell, { contrast, drift }, options);
  }
  return { free, differing };
}

/** Lets the background of a cell that is still follow: slowly what is nearly the same, late what stays, soon what was there before. */
function settle(
  { background, former, shown, stillMs }: BackgroundCells,
  cell: number,
  pace: { readonly contrast: number; readonly drift: number },
  options: BackgroundOptions,
): void {
  const known = background[cell] ?? UNKNOWN;
  const now = shown[cell] ?? 0;
  const still = stillMs[cell] ?? 0;
  const once = former[cell] ?? UNKNOWN;
  if (Math.abs(now - known) <= pace.contrast) {
    background[cell] = known + (now - known) * pace.drift;
  } else if (once !== UNKNOWN && Math.abs(now - once) <= pace.contrast && still >= BACK_AFTER_MS) {
    background[cell] = now;
    former[cell] = UNKNOWN;
  } else if (still >= options.absorbMs) {
    former[cell] = known;
    background[cell] = now;
  }
}
