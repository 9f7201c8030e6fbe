import { connectCells } from './connect-cells.js';
import type { MarkedLook } from './hazard-state.js';

/** Adds a look to the window and forgets what lies before it. */
export function addLook(looks: readonly MarkedLook[], look: MarkedLook, windowMs: number): MarkedLook[] {
  return [...looks.filter(({ atMs }) => atMs > look.atMs - windowMs), look];
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

/** Whether the window holds enough to judge by: after a start, what passes by fills the few looks there are. */
export function isWindowFilled(looks: readonly MarkedLook[], least: { minLooks: number; coverMs: number }): boolean {
  const coveredMs = (looks.at(-1)?.atMs ?? 0) - (looks[0]?.atMs ?? 0);
  return looks.length >= least.minLooks && coveredMs >= least.coverMs;
}
