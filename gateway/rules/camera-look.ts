import { EpochMs, Slug } from '@lamppost/contracts';
import { FireRegion, ForegroundObject, SmokeRegion, Track } from '@lamppost/detectors';
import { z } from 'zod';

/** What one look at one camera came to: the rules judge nothing else of a picture. */
export const CameraLook = z.strictObject({
  cameraId: Slug,
  /** Capture time of the frame. */
  atMs: EpochMs,
  tracks: z.array(Track).readonly(),
  hazards: z.strictObject({ fires: z.array(FireRegion).readonly(), smokes: z.array(SmokeRegion).readonly() }),
  /** What has come to stand there and is neither vehicle nor person. */
  objects: z.array(ForegroundObject).readonly(),
  /** Numbers of the tracks that have stood there for as long as the street has been known; left out when nothing is known of that. */
  furniture: z.array(z.number()).readonly().optional(),
});
export type CameraLook = z.infer<typeof CameraLook>;
