import type { Box } from '@lamppost/contracts';
import { labelGroup } from '../decoding/label-groups.js';
import { averagePrecision, operatingPoint } from './average-precision.js';
import type { OperatingPoint, Verdict } from './average-precision.js';
import { matchDetections } from './match-detections.js';
import type { LabelledBox } from './read-yolo-folder.js';

/** What was seen in a picture, and what is there. */
export interface ScoredPicture {
  readonly objects: readonly LabelledBox[];
  readonly detections: readonly { readonly label: string; readonly score: number; readonly box: Box }[];
}

/** A score that means something in the product, e.g. from which a track starts. */
export interface Threshold {
  readonly name: string;
  readonly minScore: number;
}

/** Quality at a threshold. */
export type AtThreshold = Threshold & OperatingPoint;

/** How well a class, or a group of classes, is found. */
export interface ClassScore {
  readonly label: string;
  readonly objects: number;
  /** Null without objects. */
  readonly ap50: number | null;
  readonly atThresholds: readonly AtThreshold[];
}

/** How well objects are found. */
export interface ObjectScores {
  /** Classes with objects in truth that the model can name, most objects first. */
  readonly classes: readonly ClassScore[];
  /** Groups with objects in truth, within which labels count as one, e.g. vehicle. */
  readonly groups: readonly (ClassScore & { readonly members: readonly string[] })[];
  /** Mean over `classes`; null when there are none. */
  readonly meanAp50: number | null;
  /** All classes of `classes` together. */
  readonly together: readonly AtThreshold[];
  /** Classes with objects in truth that the model has no name for: no figure is given for them. */
  readonly unknownToModel: readonly { readonly label: string; readonly objects: number }[];
  /** Classes of the folder without any object in it: nothing can be said of them. */
  readonly withoutObjects: readonly string[];
}

/** What is scored. */
export interface ScoreObjectsOptions {
  /** Names of the folder's classes. */
  readonly names: readonly string[];
  /** Names that the model can give. */
  readonly known: readonly string[];
  readonly thresholds: readonly Threshold[];
}

/** Verdicts on all detections whose label belongs to a class, where `classOf` says to which class a label belongs. */
function judge(pictures: readonly ScoredPicture[], name: string, classOf: (label: string) => string) {
  const isOfClass = ({ label }: { readonly label: string }) => classOf(label) === name;
  const verdicts: Verdict[] = [];
  let objects = 0;
  for (const picture of pictures) {
    const boxes = picture.objects.filter(isOfClass).map(({ box }) => box);
    objects += boxes.length;
    verdicts.push(...matchDetections(picture.detections.filter(isOfClass), boxes));
  }
  return { verdicts, objects };
}

/**
 * Scores what was seen against what is there: average precision at IoU 0.5 for each class and group, precision and recall at the
 * thresholds that the product uses.
 */
export function scoreObjects(pictures: readonly ScoredPicture[], options: ScoreObjectsOptions): ObjectScores {
  const { names, thresholds } = options;
  const known = new Set(options.known);
  const counts = new Map<string, number>(names.filter((name) => name !== '').map((name) => [name, 0]));
  for (const { label } of pictures.flatMap(({ objects }) => objects)) counts.set(label, (counts.get(label) ?? 0) + 1);
  const present = [...counts].filter(([, objects]) => objects > 0).sort(([, a], [, b]) => b - a);
  const score = (label: string, classOf: (label: string) => string) => {
    const { verdicts, objects } = judge(pictures, label, classOf);
    const atThresholds = thresholds.map((threshold) => ({
      ...threshold,
      ...operatingPoint(verdicts, objects, threshold.minScore),
    }));
    return { verdicts, summary: { label, objects, ap50: averagePrecision(verdicts, objects), atThresholds } };
  };
  const scored = present.filter(([label]) => known.has(label)).map(([label]) => score(label, (own) => own));
  const groups = [...new Set([...known].map(labelGroup))].filter((group) => !known.has(group));
  const objects = scored.reduce((sum, { summary }) => sum + summary.objects, 0);
  const precisions = scored.flatMap(({ summary }) => summary.ap50 ?? []);
  const verdicts = scored.flatMap((each) => each.verdicts);
  return {
    classes: scored.map(({ summary }) => summary),
    groups: groups
      .map((group) => ({
        ...score(group, labelGroup).summary,
        members: [...known].filter((label) => labelGroup(label) === group),
      }))
      .filter((group) => group.objects > 0),
    meanAp50: precisions.length === 0 ? null : precisions.reduce((sum, value) => sum + value, 0) / precisions.length,
    together: thresholds.map((threshold) => ({
      ...threshold,
      ...operatingPoint(verdicts, objects, threshold.minScore),
    })),
    unknownToModel: present.filter(([label]) => !known.has(label)).map(([label, count]) => ({ label, objects: count })),
    withoutObjects: [...counts].filter(([, count]) => count === 0).map(([label]) => label),
  };
}
