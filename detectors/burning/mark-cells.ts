import { connectCells } from './connect-cells.js';
import type { Background } from './hazard-state.js';

/** Which cells of a look stand out. */
export interface MarkOptions {
  /** Least score of the best cell of a group. */
  readonly score: number;
  /** Least score of the others. */
  readonly edgeScore: number;
  /** How far the best cell must exceed what is usual there; the others in proportion to their score. */
  readonly margin: number;
}

/**
 * Cells that stand out in a look: groups of cells above the lower score, among which one is above the higher one (hysteresis), all of
 * them above what is usual there.
 *
 * @param usual - what is usual at each cell; null while that is not learnt
 * @returns their numbers, ascending
 */
export function markCells(
  scores: readonly number[],
  columns: number,
  usual: Background | null,
  options: MarkOptions,
): number[] {
  const { score: high, edgeScore: low, margin } = options;
  const isAbove = (cell: number, least: number) => {
    const score = scores[cell] ?? 0;
    if (score < least) return false;
    if (usual === null) return true;
    // A lamp that blinks has a middling mean: its usual highs lie a deviation above.
    return score - (usual.mean[cell] ?? 0) - (usual.deviation[cell] ?? 0) >= margin * (least / high);
  };
  const candidates: number[] = [];
  let hasBest = false;
  for (let cell = 0; cell < scores.length; cell += 1) {
    if (!isAbove(cell, low)) continue;
    candidates.push(cell);
    hasBest ||= isAbove(cell, high);
  }
  if (!hasBest) return [];
  return connectCells(candidates, columns)
    .filter((group) => group.some((cell) => isAbove(cell, high)))
    .flat()
    .sort((a, b) => a - b);
}
