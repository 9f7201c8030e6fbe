import sharp from 'sharp';
import { LETTERBOX_GREY, letterboxOf } from '../geometry/letterbox.js';
import { FRAME_SIZE } from '../inference/frame.js';
import type { Frame } from '../inference/frame.js';
import { SCENE_SIZE } from './drawn-scenes.js';

/** Grain of a camera's sensor: grey that varies around the middle, the same for the same seed. */
function grain(seed: number, deviation: number): Buffer {
  const pixels = Buffer.alloc(SCENE_SIZE.width * SCENE_SIZE.height * 3);
  let state = seed + 1;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  for (let index = 0; index < pixels.length; index += 1)
    pixels[index] = 128 + (uniform() + uniform() + uniform() - 1.5) * 2 * deviation;
  return pixels;
}

/** Makes a picture file or its bytes into a frame of the size that the models look at. */
export async function frameOf(picture: string | Buffer, cameraId = 'cam', capturedAtMs = 0): Promise<Frame> {
  const { data, info } = await sharp(picture)
    .rotate()
    .removeAlpha()
    .toColourspace('srgb')
    .raw()
    .toBuffer({ resolveWithObject: true });
  const { left, top, width, height, content } = letterboxOf(info, FRAME_SIZE);
  const grey = { r: LETTERBOX_GREY, g: LETTERBOX_GREY, b: LETTERBOX_GREY };
  const rgb = await sharp(data, { raw: info })
    .resize(width, height, { fit: 'fill', kernel: 'linear' })
    .extend({
      left,
      top,
      right: FRAME_SIZE.width - width - left,
      bottom: FRAME_SIZE.height - height - top,
      background: grey,
    })
    .raw()
    .toBuffer();
  const bgr = new Uint8Array(rgb.length);
  for (let at = 0; at < rgb.length; at += 3) bgr.set([rgb[at + 2] ?? 0, rgb[at + 1] ?? 0, rgb[at] ?? 0], at);
  return { cameraId, capturedAtMs, ...FRAME_SIZE, data: bgr, letterbox: content };
}

/** How a drawn scene is photographed. */
export interface Exposure {
  readonly cameraId?: string;
  readonly capturedAtMs?: number;
  /** Chooses the grain. */
  readonly seed?: number;
  /** Standard deviation of the grain, 0 to 40. */
  readonly grain?: number;
}

/** Photographs a drawn street (SVG): a little out of focus, and with grain. */
export async function renderFrame(svg: string, exposure: Exposure = {}): Promise<Frame> {
  const noise = {
    input: grain(exposure.seed ?? 0, exposure.grain ?? 14),
    raw: { ...SCENE_SIZE, channels: 3 as const },
  };
  const picture = await sharp(Buffer.from(svg))
    .removeAlpha()
    .blur(0.9)
    .composite([{ ...noise, blend: 'soft-light' }])
    .png({ compressionLevel: 1 })
    .toBuffer();
  return frameOf(picture, exposure.cameraId, exposure.capturedAtMs);
}
