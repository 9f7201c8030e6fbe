import sharp from 'sharp';
import type { OutputInfo, Sharp } from 'sharp';
import { LETTERBOX_GREY, letterboxOf } from '../geometry/letterbox.js';
import type { PixelSize } from '../geometry/letterbox.js';
import { FRAME_SIZE } from '../inference/frame.js';
import type { Frame } from '../inference/frame.js';
import { SCENE_SIZE } from './drawn-scenes.js';
import { measureLuma } from './measure-luma.js';

/** Grain is made once in this length, which no row of a picture divides, and repeated from another place for every picture. */
const GRAIN_BYTES = 999_983;

/** Numbers around zero with a standard deviation of one, nearly normal and always the same. */
const GRAIN = Float32Array.from(
  (function* () {
    let state = 1;
    const uniform = () => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return state / 2 ** 32;
    };
    for (let index = 0; index < GRAIN_BYTES; index += 1) yield (uniform() + uniform() + uniform() - 1.5) * 2;
  })(),
);

/** Grain of a camera's sensor: grey that varies around the middle, the same for the same seed. */
function grain(seed: number, deviation: number) {
  const start = (seed * 104_729) % GRAIN_BYTES;
  const pattern = Buffer.from(GRAIN.map((value) => 128 + value * deviation));
  const pixels = Buffer.concat([pattern.subarray(start), pattern.subarray(0, start)]);
  const input = Buffer.alloc(SCENE_SIZE.width * SCENE_SIZE.height * 3, pixels);
  return { input, raw: { ...SCENE_SIZE, channels: 3 as const } };
}

/** How raw pixels lie. Not the whole of what sharp tells: it calls composites premultiplied, and would divide by the last channel. */
function layoutOf({ width, height, channels }: OutputInfo) {
  return { width, height, channels };
}

/** Makes a picture (a file, its bytes, or what sharp makes of them) into a frame of the size that the models look at. */
export async function frameOf(
  picture: string | Buffer | Sharp,
  cameraId = 'cam',
  capturedAtMs = 0,
  frameSize: PixelSize = FRAME_SIZE,
): Promise<Frame> {
  const source = typeof picture === 'string' || Buffer.isBuffer(picture) ? sharp(picture).rotate() : picture;
  const { data, info } = await source.removeAlpha().toColourspace('srgb').raw().toBuffer({ resolveWithObject: true });
  const { left, top, width, height, content } = letterboxOf(info, frameSize);
  const right = frameSize.width - width - left;
  const bottom = frameSize.height - height - top;
  const background = { r: LETTERBOX_GREY, g: LETTERBOX_GREY, b: LETTERBOX_GREY };
  const rgb = await sharp(data, { raw: layoutOf(info) })
    .resize(width, height, { fit: 'fill', kernel: 'linear' })
    .extend({ left, top, right, bottom, background })
    .raw()
    .toBuffer();
  const bgr = new Uint8Array(rgb.length);
  for (let at = 0; at < rgb.length; at += 3) {
    bgr[at] = rgb[at + 2] ?? 0;
    bgr[at + 1] = rgb[at + 1] ?? 0;
    bgr[at + 2] = rgb[at] ?? 0;
  }
  const luma = measureLuma(bgr, frameSize);
  return { cameraId, capturedAtMs, ...frameSize, data: bgr, luma, letterbox: content };
}

/** How a drawn scene is photographed. */
export interface Exposure {
  readonly cameraId?: string;
  readonly capturedAtMs?: number;
  /** Chooses the grain. */
  readonly seed?: number;
  /** Standard deviation of the grain, 0 to 40. */
  readonly grain?: number;
  /** Size of the frame; the usual one by default. */
  readonly frameSize?: PixelSize;
}

/** Photographs a drawn street (SVG): a little out of focus, and with grain. */
export async function renderFrame(svg: string, exposure: Exposure = {}): Promise<Frame> {
  const noise = grain(exposure.seed ?? 0, exposure.grain ?? 14);
  const { data, info } = await sharp(Buffer.from(svg))
    .removeAlpha()
    .blur(0.9)
    .composite([{ ...noise, blend: 'soft-light' }])
    .raw()
    .toBuffer({ resolveWithObject: true });
  return frameOf(sharp(data, { raw: layoutOf(info) }), exposure.cameraId, exposure.capturedAtMs, exposure.frameSize);
}
