import type { Score } from '../score-found.js';

/** A setting that was tried, and what verdicts say of what it finds. */
export interface Scored {
  readonly score: Score;
}

/** Whether a setting keeps the recall that is wanted. */
export function keepsRecall({ score }: Scored, recall: number): boolean {
  return score.recall.share !== null && score.recall.share >= recall;
}

/** Fewest false leads first; of the same number, fewest of which nobody has said what they are. */
function compare({ score: a }: Scored, { score: b }: Scored): number {
  return a.rejected - b.rejected || a.unlabelled - b.unlabelled;
}

/**
 * Chooses among settings in the order of their values the one that keeps the recall with the fewest false leads: the present one when it
 * does as well, and else the middle of those that do equally well, which is furthest from where it would get worse. Null when none keeps it.
 */
export function chooseBest<T extends Scored>(
  settings: readonly T[],
  recall: number,
  isPresent: (one: T) => boolean,
): T | null {
  const keeping = settings.filter((one) => keepsRecall(one, recall));
  const [best] = keeping.toSorted(compare);
  if (best === undefined) return null;
  const equal = keeping.filter((one) => compare(one, best) === 0);
  return equal.find(isPresent) ?? equal[Math.floor(equal.length / 2)] ?? best;
}
