import { bootstrapInterval } from './bootstrap-interval.js';
import type { Interval } from './bootstrap-interval.js';
import type { Hazard } from './hazard-labels.js';
import { areaUnderRoc, bestWithin, rocCurve } from './roc-curve.js';
import type { LabelledScore, RocPoint } from './roc-curve.js';

/** False positives for each image at which recall is told. */
export const FALSE_POSITIVES_PER_IMAGE = 0.05;
/** Points of the curve that are told at most. */
const MAX_POINTS = 60;

/** A picture's score for each hazard, and what it shows. */
export interface HazardScore {
  readonly scores: Readonly<Record<Hazard, number>>;
  readonly shows: ReadonlySet<Hazard>;
}

/** How well a hazard is told by one score for each picture. */
export interface HazardRoc {
  readonly hazard: Hazard;
  /** Pictures that show it. */
  readonly positives: number;
  /** Pictures that do not, whatever else they show. */
  readonly negatives: number;
  /** Negatives that show the other hazard. */
  readonly negativesWithOther: number;
  /** Null when there are no positives, or no negatives. */
  readonly auc: number | null;
  readonly aucInterval: Interval | null;
  /** Most recall with at most 0.05 false positives for each image, and the threshold that gives it; null when it can't be reckoned. */
  readonly atLimit: RocPoint | null;
  readonly recallInterval: Interval | null;
  /** What comes of the threshold that the product uses; a share is null when there are no such pictures. */
  readonly atShipped: {
    readonly minScore: number;
    readonly recall: number | null;
    readonly falsePositiveRate: number | null;
  } | null;
  /** The curve, thinned. */
  readonly curve: readonly RocPoint[];
}

function shareOf(scores: readonly LabelledScore[], isPositive: boolean, minScore: number): number | null {
  const own = scores.filter((score) => score.isPositive === isPositive);
  return own.length === 0 ? null : own.filter(({ score }) => score >= minScore).length / own.length;
}

/** Every n-th point, and the last. */
function thin(curve: readonly RocPoint[]): RocPoint[] {
  const step = Math.ceil(curve.length / MAX_POINTS);
  return curve.filter((_, index) => index % step === 0 || index === curve.length - 1);
}

/**
 * Scores pictures as a whole for one hazard.
 *
 * @param shippedMinScore - the threshold that the product uses; null when there is none for a single look
 */
export function scoreHazard(
  hazard: Hazard,
  pictures: readonly HazardScore[],
  shippedMinScore: number | null,
): HazardRoc {
  const scores = pictures.map((picture) => ({ score: picture.scores[hazard], isPositive: picture.shows.has(hazard) }));
  const curve = rocCurve(scores);
  const areaOf = (resampled: readonly LabelledScore[]) => {
    const points = rocCurve(resampled);
    return points === null ? null : areaUnderRoc(points);
  };
  const recallOf = (resampled: readonly LabelledScore[]) => {
    const points = rocCurve(resampled);
    return points === null ? null : bestWithin(points, FALSE_POSITIVES_PER_IMAGE).recall;
  };
  const positives = scores.filter(({ isPositive }) => isPositive).length;
  return {
    hazard,
    positives,
    negatives: scores.length - positives,
    negativesWithOther: pictures.filter(({ shows }) => !shows.has(hazard) && shows.size > 0).length,
    auc: curve === null ? null : areaUnderRoc(curve),
    aucInterval: bootstrapInterval(scores, areaOf),
    atLimit: curve === null ? null : bestWithin(curve, FALSE_POSITIVES_PER_IMAGE),
    recallInterval: bootstrapInterval(scores, recallOf),
    atShipped:
      shippedMinScore === null
        ? null
        : {
            minScore: shippedMinScore,
            recall: shareOf(scores, true, shippedMinScore),
            falsePositiveRate: shareOf(scores, false, shippedMinScore),
          },
    curve: curve === null ? [] : thin(curve),
  };
}
