/** A picture's score for something, and whether the picture truly shows it. */
export interface LabelledScore {
  readonly score: number;
  readonly isPositive: boolean;
}

/** What comes of calling each picture positive that has at least a score. */
export interface RocPoint {
  /** Least score; null where nothing is called positive. */
  readonly minScore: number | null;
  /** Share of the negative pictures that are called positive: false positives for each image. */
  readonly falsePositiveRate: number;
  readonly recall: number;
}

/**
 * The receiver operating characteristic, from nothing called positive, (0, 0), to everything, (1, 1). Equal scores share a point, so
 * that their order does not matter.
 *
 * @returns null when all pictures are of one kind: then there is no curve
 */
export function rocCurve(scores: readonly LabelledScore[]): RocPoint[] | null {
  const positives = scores.filter(({ isPositive }) => isPositive).length;
  const negatives = scores.length - positives;
  if (positives === 0 || negatives === 0) return null;
  const ranked = scores.toSorted((a, b) => b.score - a.score);
  const points: RocPoint[] = [{ minScore: null, falsePositiveRate: 0, recall: 0 }];
  let found = 0;
  ranked.forEach(({ score, isPositive }, index) => {
    if (isPositive) found += 1;
    if (ranked[index + 1]?.score === score) return;
    points.push({ minScore: score, falsePositiveRate: (index + 1 - found) / negatives, recall: found / positives });
  });
  return points;
}

/** Area under the curve: how often a positive picture scores above a negative one, a tie counted half. 0 to 1. */
export function areaUnderRoc(curve: readonly RocPoint[]): number {
  return curve.reduce((area, point, index) => {
    const before = curve[index - 1];
    if (before === undefined) return area;
    return area + ((point.falsePositiveRate - before.falsePositiveRate) * (point.recall + before.recall)) / 2;
  }, 0);
}

/** The point of most recall whose false positive rate is not above a limit. Nothing is interpolated: it is a threshold one can set. */
export function bestWithin(curve: readonly RocPoint[], maxFalsePositiveRate: number): RocPoint {
  return curve.reduce(
    (best, point) => (point.falsePositiveRate <= maxFalsePositiveRate && point.recall > best.recall ? point : best),
    { minScore: null, falsePositiveRate: 0, recall: 0 },
  );
}
