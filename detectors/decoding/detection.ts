import { Box } from '@lamppost/contracts';
import { z } from 'zod';
import { COCO_LABELS } from './coco-labels.js';

/** An object found in one frame. */
export const Detection = z.strictObject({
  label: z.enum(COCO_LABELS),
  /** Index of the label in {@link COCO_LABELS}. */
  classId: z
    .int()
    .min(0)
    .max(COCO_LABELS.length - 1),
  /** 0 to 1; not a probability, and comparable only within one model. */
  score: z.number().min(0).max(1),
  /** In fractions of the original picture, without the letterbox. */
  box: Box,
});
export type Detection = z.infer<typeof Detection>;
