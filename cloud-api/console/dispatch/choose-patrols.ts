import type { Patrol } from '../cloud/use-patrols.js';

/** Patrols that can be sent to a case: of its bureau or of all, those that go through its grids first. */
export function choosePatrols(
  patrols: readonly Patrol[],
  of: { readonly bureauId: string | null; readonly grids: readonly string[] },
): (Patrol & { readonly isOfGrid: boolean })[] {
  return patrols
    .filter(({ bureauId }) => bureauId === null || of.bureauId === null || bureauId === of.bureauId)
    .map((patrol) => ({ ...patrol, isOfGrid: patrol.grids.some((grid) => of.grids.includes(grid)) }))
    .sort((a, b) => Number(b.isOfGrid) - Number(a.isOfGrid));
}
