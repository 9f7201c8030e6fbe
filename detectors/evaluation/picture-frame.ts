import sharp from 'sharp';
import type { Matrix3x3 } from 'sharp';
import { LETTERBOX_GREY, letterboxOf } from '../geometry/letterbox.js';
import type { PixelSize } from '../geometry/letterbox.js';
import type { Picture } from '../inference/frame.js';

/** What came of reading a picture. */
export type ReadPicture =
  | { readonly status: 'read'; readonly frame: Picture }
  /** Not a picture, or a broken one. */
  | { readonly status: 'corrupt'; readonly reason: string };

/** Red, green and blue the other way round: models are fed as ffmpeg feeds them. */
const TO_BGR: Matrix3x3 = [
  [0, 0, 1],
  [0, 1, 0],
  [1, 0, 0],
];

/**
 * Reads a picture file and makes it a frame: upright, letterboxed as the gateway does it.
 *
 * @param size - of the frame, pixels
 */
export async function readPictureFrame(file: string, cameraId: string, size: PixelSize): Promise<ReadPicture> {
  try {
    const picture = sharp(file, { failOn: 'error' }).rotate().removeAlpha().toColourspace('srgb');
    const { data, info } = await picture.raw().toBuffer({ resolveWithObject: true });
    const { left, top, width, height, content } = letterboxOf(info, size);
    const background = { r: LETTERBOX_GREY, g: LETTERBOX_GREY, b: LETTERBOX_GREY };
    const pixels = await sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
      .resize(width, height, { fit: 'fill', kernel: 'linear' })
      .extend({ left, top, right: size.width - width - left, bottom: size.height - height - top, background })
      .recomb(TO_BGR)
      .raw()
      .toBuffer();
    const frame = { cameraId, capturedAtMs: 0, width: size.width, height: size.height, data: pixels };
    return { status: 'read', frame: { ...frame, letterbox: content } };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { status: 'corrupt', reason: reason.split('\n')[0] ?? reason };
  }
}
