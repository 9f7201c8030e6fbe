import { z } from 'zod';
import { COCO_LABELS } from '../decoding/coco-labels.js';
import { LABELS } from '../decoding/labels.js';
import { FAMILIES } from './family.js';

const side = z.int().min(32).max(4096);
const perChannel = z.tuple([z.number(), z.number(), z.number()]);

/** What an operator says of a model that the file does not: `model.yaml` beside `model.onnx`. Whatever is left out is taken from the file. */
export const Sidecar = z.strictObject({
  /** How the outputs are to be read. */
  family: z.enum(FAMILIES).optional(),
  /** How the numbers of boxes are meant, where that cannot be told: `cells` for YOLOX before decoding. */
  boxes: z.enum(['pixels', 'fractions', 'cells']).optional(),
  /** Name of the output to read, where several would fit. */
  output: z.string().min(1).optional(),
  input: z
    .strictObject({
      /** Pixels; for models that take any size. */
      size: z.strictObject({ width: side, height: side }).optional(),
      layout: z.enum(['nchw', 'nhwc']).optional(),
      /** What a pixel's value v (0 to 255) becomes: (v * scale - mean) / std, `mean` and `std` in the order of `channels`. */
      channels: z.enum(['rgb', 'bgr']).optional(),
      scale: z.number().positive().optional(),
      mean: perChannel.optional(),
      std: z.tuple([z.number().positive(), z.number().positive(), z.number().positive()]).optional(),
    })
    .default({}),
  /** Class names in the order of their index, or `coco` for the 80 of COCO. */
  classes: z
    .union([z.literal('coco').transform(() => [...COCO_LABELS] as string[]), z.array(z.string().min(1)).min(1)], {
      error: 'a list of class names in the order of their index, or the word coco',
    })
    .optional(),
  /** Our label for classes of the model, by name or index. Classes that are not named here are left out. */
  map: z.record(z.string(), z.enum(LABELS)).optional(),
  /** Least score of a detection. */
  minScore: z.number().min(0.01).max(0.99).optional(),
  /** IoU above which the weaker of two boxes of one label is taken for the same object. */
  nmsIou: z.number().min(0.05).max(1).optional(),
});
export type Sidecar = z.infer<typeof Sidecar>;
