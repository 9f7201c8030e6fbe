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
  /** Where it fails. */
  limits: z.array(z.string().min(1)).min(1),
});
export type ModelCard = z.infer<typeof ModelCard>;
