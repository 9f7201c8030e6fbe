/** A detection that was held against the truth. */
export interface Verdict {
  readonly score: number;
  /** Whether it found an object that no better detection had found. */
  readonly isTrue: boolean;
}

/** How good detections are that reach a score. */
export interface OperatingPoint {
  readonly found: number;
  readonly missed: number;
  readonly wrong: number;
  /** Share of the detections that are true; null when there are none. */
  readonly precision: number | null;
  /** Share of the objects that were found; null when there are none. */
  readonly recall: number | null;
}

interface CurvePoint {
  readonly precision: number;
  readonly found: number;
}

/** Precision and objects found behind each group of equal scores, best first. Equal scores share a point, so that their order does not matter. */
function curveOf(verdicts: readonly Verdict[]): CurvePoint[] {
  const ranked = verdicts.toSorted((a, b) => b.score - a.score);
  const points: CurvePoint[] = [];
  let found = 0;
  ranked.forEach(({ score, isTrue }, index) => {
    if (isTrue) found += 1;
    if (ranked[index + 1]?.score !== score) points.push({ precision: found / (index + 1), found });
  });
  return points;
}

/**
 * Average precision: the area under the interpolated curve of precision over recall, all points of it (as PASCAL VOC has reckoned it
 * since 2010), not a sample of eleven.
 *
 * @param objects - how many objects there are in truth
 * @returns 0 to 1; null when there is no object to be found
 */
export function averagePrecision(verdicts: readonly Verdict[], objects: number): number | null {
  if (objects === 0) return null;
  let area = 0;
  let envelope = 0;
  let beyond: CurvePoint | null = null;
  // From the end: the interpolated precision at a recall is the best one at that recall or beyond.
  for (const point of curveOf(verdicts).toReversed()) {
    if (beyond !== null) area += (beyond.found - point.found) * envelope;
    envelope = Math.max(envelope, point.precision);
    beyond = point;
  }
  return (area + (beyond?.found ?? 0) * envelope) / objects;
}

/** What remains when only detections of at least `minScore` count. */
export function operatingPoint(verdicts: readonly Verdict[], objects: number, minScore: number): OperatingPoint {
  const told = verdicts.filter(({ score }) => score >= minScore);
  const found = told.filter(({ isTrue }) => isTrue).length;
  return {
    found,
    missed: objects - found,
    wrong: told.length - found,
    precision: told.length === 0 ? null : found / told.length,
    recall: objects === 0 ? null : found / objects,
  };
}
