import { Box } from '@lamppost/contracts';
import { z } from 'zod';
import { LABELS } from './labels.js';

/** An object found in one frame. */
export const Detection = z.strictObject({
  label: z.enum(LABELS),
  /** Index of the label in {@link LABELS}. */
  classId: z
    .int()
    .min(0)
    .max(LABELS.length - 1),
  /** 0 to 1; not a probability, and comparable only within one model. */
  score: z.number().min(0).max(1),
  /** In fractions of the original picture, without the letterbox. */
  box: Box,
});
export type Detection = z.infer<typeof Detection>;
