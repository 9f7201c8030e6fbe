import { EpochMs, Slug } from '@lamppost/contracts';
import { z } from 'zod';
import { HazardGrid } from '../burning/hazard-grid.js';
import { Detection } from '../decoding/detection.js';

/** All that was made out in one frame. Looks can be recorded as JSON and judged again. */
export const Look = z.strictObject({
  cameraId: Slug,
  /** Capture time of the frame. */
  capturedAtMs: EpochMs,
  /** Best first. */
  detections: z.array(Detection),
  /** Null when no model knows fire or smoke. */
  hazard: HazardGrid.nullable(),
});
export type Look = z.infer<typeof Look>;
