import { z } from 'zod';
import { Box } from './geometry.js';

const confidence = z.number().min(0).max(1);

/** Ground colour of a number plate (GA 36); `unknown` when the picture does not show it, as by night. */
export const PlateColour = z.enum(['blue', 'yellow', 'green', 'white', 'black', 'unknown']);
export type PlateColour = z.infer<typeof PlateColour>;

/** A number plate as a machine read it. Nobody has checked it. */
export const PlateReading = z.strictObject({
  /** Characters in the order that GA 36 writes them, without the dot; of a double-row plate the upper row first. */
  text: z.string().min(7).max(8),
  colour: PlateColour,
  /** One for each character of the text. */
  characters: z
    .array(z.strictObject({ character: z.string().length(1), confidence }))
    .min(7)
    .max(8),
  /** Product of the characters' confidences. */
  confidence,
  /** Where the plate stands in its picture. */
  box: Box,
});
export type PlateReading = z.infer<typeof PlateReading>;

/** What became of the number plate of a violation's vehicle: read, or why not. */
export const PlateFinding = z.discriminatedUnion('status', [
  PlateReading.extend({
    status: z.literal('read'),
    /** Path of the still that `box` refers to: the one that showed the plate best. */
    still: z.string(),
    /** How many of the stills that were read gave this very text by themselves. */
    agreed: z.strictObject({ stills: z.int().min(0), of: z.int().min(1) }),
  }),
  z.strictObject({
    status: z.literal('none'),
    /** `not-found`: no still shows one; `unreadable`: one was found, but no reading is sure enough; `failed`: the reader broke down. */
    reason: z.enum(['not-a-vehicle', 'no-still', 'not-found', 'unreadable', 'failed']),
  }),
]);
export type PlateFinding = z.infer<typeof PlateFinding>;
