import type { DecidingFile } from '../inference/inference-pool.js';
import type { Look } from '../inference/look.js';
import { HAZARDS } from './hazard-labels.js';
import type { Hazard } from './hazard-labels.js';
import { lookAtPictures } from './look-at-pictures.js';
import type { CorruptPicture, LookAtPicturesOptions } from './look-at-pictures.js';
import { pictureHazards } from './picture-hazards.js';
import type { HazardPicture } from './read-image-folder.js';
import type { YoloFolder } from './read-yolo-folder.js';
import { scoreHazard } from './score-hazards.js';
import type { HazardRoc } from './score-hazards.js';
import { scoreObjects } from './score-objects.js';
import type { ObjectScores, Threshold } from './score-objects.js';

/** Corrupt pictures that are named; all are counted. */
const MAX_NAMED = 20;
/** How a picture gets its one score for fire and its one score for smoke. */
const HAZARD_SCORE = 'highest score of any cell of the hazard output, or of any detection of that label, in one look';

/** What is evaluated, and by which thresholds. */
export interface EvaluatedModel extends LookAtPicturesOptions {
  /** Files that decide what is found. */
  readonly files: readonly DecidingFile[];
  /** Name of the model whose output scores fire and smoke cell by cell; null when none does. */
  readonly hazardFrom: string | null;
  /** Labels that the model can give. */
  readonly labels: readonly string[];
  /** Scores that mean something in the product, for objects. */
  readonly thresholds: readonly Threshold[];
  /** Scores from which one look counts as fire and as smoke. */
  readonly hazardThresholds: Readonly<Record<Hazard, number>>;
}

/** The pictures that a report rests on. */
export interface PictureCounts {
  readonly looked: number;
  readonly corrupt: number;
  /** The first of the corrupt ones, and why. */
  readonly corruptFiles: readonly CorruptPicture[];
}

/** Fire and smoke, judged by the picture as a whole. */
export interface HazardReport {
  readonly score: string;
  /** Name of the model that scores them cell by cell; null when boxes alone tell them. */
  readonly from: string | null;
  readonly rocs: readonly HazardRoc[];
}

/** What `--labels yolo` reports. */
export interface YoloReport {
  readonly models: readonly DecidingFile[];
  readonly pictures: PictureCounts & {
    readonly withoutLabels: number;
    readonly withoutPicture: number;
    readonly emptyBoxes: number;
    /** Further pictures without fire and smoke. */
    readonly negatives: number;
  };
  readonly classes: { readonly names: readonly string[]; readonly source: string };
  readonly objects: ObjectScores;
  /** Null when neither the labels nor the model know of fire and smoke. */
  readonly hazards: HazardReport | null;
}

/** What `--labels image` reports. */
export interface ImageReport {
  readonly models: readonly DecidingFile[];
  readonly pictures: PictureCounts;
  /** Null when the model knows neither of fire nor of smoke. */
  readonly hazards: HazardReport | null;
}

interface LookedHazards {
  readonly shows: ReadonlySet<Hazard>;
  readonly look: Look;
}

function countPictures(looked: number, corrupt: readonly CorruptPicture[]): PictureCounts {
  return { looked, corrupt: corrupt.length, corruptFiles: corrupt.slice(0, MAX_NAMED) };
}

function reportHazards(looked: readonly LookedHazards[], model: EvaluatedModel): HazardReport | null {
  const canTell = (hazard: Hazard) => model.hazardFrom !== null || model.labels.includes(hazard);
  const told = HAZARDS.filter(canTell);
  if (told.length === 0) return null;
  const scores = looked.map(({ shows, look }) => ({ shows, scores: pictureHazards(look) }));
  return {
    score: HAZARD_SCORE,
    from: model.hazardFrom,
    rocs: told.map((hazard) => scoreHazard(hazard, scores, model.hazardThresholds[hazard])),
  };
}

/** Looks at a folder with boxes, and at further pictures that show neither fire nor smoke, and scores what was seen. */
export async function evaluateYolo(
  folder: YoloFolder,
  negatives: readonly string[],
  model: EvaluatedModel,
): Promise<YoloReport> {
  const { classes, withoutLabels, withoutPicture, emptyBoxes } = folder;
  const { looked, corrupt } = await lookAtPictures(
    [...folder.pictures, ...negatives.map((file) => ({ file, objects: null }))],
    model,
  );
  const labelled = looked.flatMap(({ picture, look }) =>
    picture.objects === null ? [] : [{ objects: picture.objects, detections: look.detections }],
  );
  const shown = looked.map(({ picture, look }) => ({
    look,
    shows: new Set(HAZARDS.filter((hazard) => picture.objects?.some(({ label }) => label === hazard))),
  }));
  const knowHazards = negatives.length > 0 || HAZARDS.some((hazard) => classes.names.includes(hazard));
  return {
    models: model.files,
    pictures: {
      ...countPictures(looked.length, corrupt),
      ...{ withoutLabels, withoutPicture, emptyBoxes, negatives: negatives.length },
    },
    classes,
    objects: scoreObjects(labelled, { names: classes.names, known: model.labels, thresholds: model.thresholds }),
    hazards: knowHazards ? reportHazards(shown, model) : null,
  };
}

/** Looks at pictures that are labelled as a whole, and scores what was seen of fire and smoke. */
export async function evaluateImages(pictures: readonly HazardPicture[], model: EvaluatedModel): Promise<ImageReport> {
  const { looked, corrupt } = await lookAtPictures(pictures, model);
  const shown = looked.map(({ picture, look }) => ({ shows: picture.shows, look }));
  return { models: model.files, pictures: countPictures(looked.length, corrupt), hazards: reportHazards(shown, model) };
}
