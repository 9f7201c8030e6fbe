import type { Box } from '@lamppost/contracts';
import { DetectorError } from '../detector-error.js';
import type { LumaGrid } from '../motion/luma-grid.js';

/** Every size that the street model takes is a multiple of this many pixels. */
const SIZE_STEP = 32;

/** Size of the frames that the street model is used at: 16:9 pictures fill it best. */
export const FRAME_SIZE = { width: 416, height: 256 } as const;

/** What the models look at. Whoever hands it over leaves its bytes alone until the look is over; in shared memory they are not copied. */
export interface Picture {
  readonly cameraId: string;
  /** Wall-clock time of the capture, ms since 1970. */
  readonly capturedAtMs: number;
  /** Pixels; both multiples of 32. */
  readonly width: number;
  readonly height: number;
  /** `bgr24`: three bytes a pixel, blue before green before red, row by row from the top. */
  readonly data: Uint8Array;
  /** Where the picture lies in the frame, in fractions of the frame; the rest is grey bars. */
  readonly letterbox: Box;
}

/** One picture of a camera, made ready to be looked at, and how bright it is. */
export interface Frame extends Picture {
  readonly luma: LumaGrid;
}

/** @throws DetectorError `inference.bad-frame` when size and data of a picture do not fit together */
export function assertPicture({ cameraId, width, height, data }: Picture): void {
  const isSize = (size: number) => Number.isInteger(size) && size > 0 && size % SIZE_STEP === 0;
  if (!isSize(width) || !isSize(height))
    throw new DetectorError(
      'inference.bad-frame',
      `frame of ${cameraId} is ${width} x ${height} pixels; both must be multiples of ${SIZE_STEP}`,
    );
  if (data.length !== width * height * 3)
    throw new DetectorError(
      'inference.bad-frame',
      `frame of ${cameraId} has ${data.length} bytes; ${width} x ${height} pixels in bgr24 have ${width * height * 3}`,
    );
}
