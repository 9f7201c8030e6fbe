import type { ForegroundObject, HazardRegions, Track } from '@lamppost/detectors';

/** What one look at one camera came to: the rules judge nothing else of a picture. */
export interface CameraLook {
  readonly cameraId: string;
  /** Capture time of the frame. */
  readonly atMs: number;
  readonly tracks: readonly Track[];
  readonly hazards: HazardRegions;
  /** What has come to stand there and is neither vehicle nor person. */
  readonly objects: readonly ForegroundObject[];
  /** Numbers of the tracks that have stood there for as long as the street has been known; left out when nothing is known of that. */
  readonly furniture?: readonly number[];
}
