import { Sha256Hex } from '@lamppost/contracts';
import { z } from 'zod';

/** An input or output of a model, in words and numbers. */
const ModelValue = z.strictObject({
  name: z.string().min(1),
  elementType: z.enum(['uint8', 'int32', 'float32']),
  /** Sizes; a word stands for a size that is fixed only when the model runs. */
  shape: z.array(z.union([z.int().min(1), z.string()])),
  meaning: z.string().min(1),
});

/** A figure of quality and who measured it on what. */
const QualityFigure = z.strictObject({ measure: z.string(), value: z.number(), on: z.string(), source: z.string() });

const share = z.number().min(0).max(1);

/** How well a model tells whether a picture shows a hazard, measured on pictures kept out of its training. */
const HazardFigures = z.strictObject({
  /** Pictures that show it, and that do not. */
  positives: z.int().min(1),
  negatives: z.int().min(1),
  /** How often a picture that shows it scores above one that does not. */
  auc: share,
  /** Most recall with at most 0.05 false positives for each picture, where 95 % of resampled sets lie, and the score it takes. */
  recallAtLimit: share,
  recallInterval: z.tuple([share, share]),
  thresholdAtLimit: share,
  /** What comes of the threshold that is recommended. */
  atThreshold: z.strictObject({ threshold: share, recall: share, falsePositives: share }),
  /** Counts at that threshold for each place, scene or set of pictures. */
  byPlace: z.record(
    z.string(),
    z.strictObject({
      positives: z.int().min(0),
      found: z.int().min(0),
      negatives: z.int().min(0),
      falseAlarms: z.int().min(0),
    }),
  ),
});

/** Figures of both hazards. */
const HazardPair = z.strictObject({ fire: HazardFigures, smoke: HazardFigures });

/** What `npm run models:train` measures. */
export const HazardQuality = z.strictObject({
  /** Scenes and sets of pictures that the head never saw. */
  keptOut: z.array(z.string()).min(1),
  /** Of the head that ships, on those. */
  figures: HazardPair,
  /** Groups of scenes that were kept out in turn, one head trained for each. */
  folds: z.array(z.array(z.string())).optional(),
  /** Of those heads together, each on what it did not see. */
  crossValidated: HazardPair.optional(),
});
export type HazardQuality = z.infer<typeof HazardQuality>;

/** How fire and smoke are told, and how well. */
const HazardCard = z.strictObject({
  /** How one score for a whole picture is made of the cells. */
  pictureScore: z.string().min(1),
  /** Size of the frames that it was measured at. */
  frame: z.strictObject({ width: z.int().min(32), height: z.int().min(32) }),
  quality: HazardQuality,
});

/** What must be known of a model file before it may judge anything: `NAME.card.json` beside it. */
export const ModelCard = z.strictObject({
  /** Name by which evidence refers to the model. */
  name: z.string().min(1).max(100),
  /** File name: beside the card, or in the package that the model comes in. */
  file: z.string().regex(/^[A-Za-z0-9._-]+\.onnx$/),
  sha256: Sha256Hex,
  bytes: z.int().min(1),
  /** Whether it only holds the place of a better one. */
  provisional: z.boolean(),
  purpose: z.string().min(1),
  /** Where the file comes from and how it was made. */
  source: z.string().min(1),
  upstream: z.array(z.strictObject({ name: z.string(), url: z.url(), licence: z.string() })),
  /** SPDX identifiers, or a sentence where there is none. */
  licences: z.array(z.string()).min(1),
  /** Class names in the order of their index; empty for a model without classes. */
  classes: z.array(z.string()),
  inputs: z.array(ModelValue).min(1),
  outputs: z.array(ModelValue).min(1),
  quality: z.array(QualityFigure),
  /** Of a model that tells fire and smoke. */
  hazard: HazardCard.optional(),
  /** Where it fails. */
  limits: z.array(z.string().min(1)).min(1),
});
export type ModelCard = z.infer<typeof ModelCard>;
