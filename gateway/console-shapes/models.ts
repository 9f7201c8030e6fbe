import { Box } from '@lamppost/contracts';
import { z } from 'zod';

/** A model that decides what is found. */
export const LoadedModel = z.object({
  name: z.string(),
  sha256: z.string(),
  /** What its card says; null of a model of the operator's own, which has none. */
  card: z
    .object({
      file: z.string(),
      bytes: z.int(),
      isProvisional: z.boolean(),
      purpose: z.string(),
      source: z.string(),
      licences: z.array(z.string()),
      classes: z.array(z.string()),
      quality: z.array(z.object({ measure: z.string(), value: z.number(), on: z.string() })),
      limits: z.array(z.string()),
    })
    .nullable(),
});
export type LoadedModel = z.infer<typeof LoadedModel>;

/** The models of the box, and how fast they look. */
export const Models = z.object({
  models: z.array(LoadedModel),
  speed: z.object({
    threads: z.int(),
    /** Size of the frames that are looked at, pixels. */
    width: z.int(),
    height: z.int(),
    looked: z.int(),
    skipped: z.int(),
    failed: z.int(),
    /** Mean time of one look since the start, ms; null before the first. */
    meanMs: z.number().nullable(),
    /** Looks per second at all cameras over the last half minute. */
    looksPerSecond: z.number(),
  }),
});
export type Models = z.infer<typeof Models>;

/** What was seen in a picture that was tried. */
export const TriedPicture = z.object({
  width: z.int(),
  height: z.int(),
  elapsedMs: z.number(),
  seen: z.array(z.object({ label: z.string(), score: z.number(), box: Box })),
  /** The highest score of a cell of the picture; null when no model knows fire or smoke. */
  fire: z.number().nullable(),
  smoke: z.number().nullable(),
});
export type TriedPicture = z.infer<typeof TriedPicture>;
