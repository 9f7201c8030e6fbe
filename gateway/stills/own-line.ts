import type { Look } from '@lamppost/detectors';
import { type StillSight } from '../evidence/see-picture.js';

/** A detector on a line of its own, beside those of cameras and evidence, that notes what it saw. */
export function ownLine(sight: StillSight, line: string, onLook?: (look: Look) => void): StillSight {
  return {
    frameSize: sight.frameSize,
    look: async (picture) => {
      // Behind the cameras: whoever waits for a page can wait for them.
      const look = await sight.look({ ...picture, cameraId: line });
      if (look !== null) onLook?.(look);
      return look;
    },
  };
}
