import { connectCells } from './connect-cells.js';
import type { MarkedLook } from './hazard-state.js';

/** Adds a look and forgets those that lie further back than `keptMs`. */
export function addLook(looks: readonly MarkedLook[], look: MarkedLook, keptMs: number): MarkedLook[] {
  return [...lastLooks(looks, look.atMs, keptMs), look];
}

/** The looks of the last `spanMs` up to a time. */
export function lastLooks(looks: readonly MarkedLook[], atMs: number, spanMs: number): MarkedLook[] {
  return looks.filter((look) => look.atMs > atMs - spanMs);
}

/** Groups of touching cells each of which stood out in at least `cellShare` of the looks; each group ascending. */
export function lastingGroups(looks: readonly MarkedLook[], columns: number, cellShare: number): number[][] {
  const counts = new Map<number, number>();
  for (const { cells } of looks) for (const cell of cells) counts.set(cell, (counts.get(cell) ?? 0) + 1);
  const lasting = [...counts].filter(([, count]) => count >= cellShare * looks.length).map(([cell]) => cell);
  return connectCells(lasting, columns);
}

/** The looks in which any of the cells stood out. */
export function looksShowing(looks: readonly MarkedLook[], cells: ReadonlySet<number>): MarkedLook[] {
  return looks.filter((look) => look.cells.some((cell) => cells.has(cell)));
}

/** Capture time of the first look of the unbroken run of looks that show any of the cells and lead up to `fromMs`; `fromMs` when there is none. */
export function shownSince(looks: readonly MarkedLook[], cells: ReadonlySet<number>, fromMs: number): number {
  const earlier = looks.filter(({ atMs }) => atMs < fromMs);
  const lastWithout = earlier.findLastIndex((look) => !look.cells.some((cell) => cells.has(cell)));
  return earlier[lastWithout + 1]?.atMs ?? fromMs;
}

/** Whether the window holds enough to judge by: after a start, what passes by fills the few looks there are. */
export function isWindowFilled(looks: readonly MarkedLook[], least: { minLooks: number; coverMs: number }): boolean {
  const coveredMs = (looks.at(-1)?.atMs ?? 0) - (looks[0]?.atMs ?? 0);
  return looks.length >= least.minLooks && coveredMs >= least.coverMs;
}
