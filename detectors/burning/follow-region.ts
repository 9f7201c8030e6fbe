import type { Box } from '@lamppost/contracts';
import type { FireRegion } from './hazard-region.js';
import type { Lasting } from './continue-regions.js';
import type { MarkedLook } from './hazard-state.js';
import { shownSince } from './lasting-cells.js';

/** The look that regions are brought up to date with. */
export interface RegionLook {
  readonly atMs: number;
  /** Time since the look before that counts as seen. */
  readonly coveredMs: number;
  /** Looks in the window, this one the last. */
  readonly looks: readonly MarkedLook[];
  /** Those looks and earlier ones: when looks are few, a region may begin that was shown before the window. */
  readonly keptLooks: readonly MarkedLook[];
  /** Score of each cell in this look. */
  readonly scores: readonly number[];
}

/** What fire and smoke have in common. */
export interface RegionUpdate {
  readonly region: FireRegion;
  readonly scoredLooks: number;
}

type Before = RegionUpdate | null;

/** Brings a region up to date, or begins one. */
export function followRegion(
  { before, cells, shown }: Pick<Lasting<NonNullable<Before>>, 'before' | 'cells' | 'shown'>,
  box: Box,
  newId: number,
  { atMs, coveredMs, looks, keptLooks, scores }: RegionLook,
): RegionUpdate {
  const isShown = shown.at(-1)?.atMs === atMs;
  const peak = Math.max(...cells.map((cell) => scores[cell] ?? 0));
  const seenLooks = { seen: shown.length, of: looks.length };
  if (before === null) {
    const sinceMs = shownSince(keptLooks, new Set(cells), shown[0]?.atMs ?? atMs);
    const observedMs = Math.round((shown.length / looks.length) * (atMs - sinceMs));
    const lastSeenAtMs = shown.at(-1)?.atMs ?? atMs;
    const region = { regionId: newId, box, score: peak, sinceMs, observedMs, lastSeenAtMs, looks: seenLooks };
    return { region, scoredLooks: 1 };
  }
  if (!isShown) return { region: { ...before.region, box, looks: seenLooks }, scoredLooks: before.scoredLooks };
  const scoredLooks = before.scoredLooks + 1;
  const score = before.region.score + (peak - before.region.score) / scoredLooks;
  const observedMs = before.region.observedMs + coveredMs;
  const region = { ...before.region, box, score, observedMs, lastSeenAtMs: atMs, looks: seenLooks };
  return { region, scoredLooks };
}
