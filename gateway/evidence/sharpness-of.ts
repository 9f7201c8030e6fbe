import type { Box } from '@lamppost/contracts';
import sharp from 'sharp';
import { pixelBox, widen } from './pixel-box.js';

/** Width that a part is brought to at most, pixels: the grain of single pixels is no sharpness. */
const MAX_WIDTH = 480;
const MARGIN = 0.1;
/** Raised by half the range, so that what is darker than its surroundings counts as well. */
const LAPLACIAN = { width: 3, height: 3, kernel: [0, 1, 0, 1, -4, 1, 0, 1, 0], scale: 2, offset: 128 };

/**
 * How sharp a part of a picture is: the variance of its Laplacian. Comparable only between pictures of the same part.
 *
 * @param part null: the whole picture
 */
export async function sharpnessOf(jpeg: Buffer, part: Box | null): Promise<number> {
  const { width, height } = await sharp(jpeg).metadata();
  const region = pixelBox(part === null ? { x1: 0, y1: 0, x2: 1, y2: 1 } : widen(part, MARGIN), { width, height });
  const edges = await sharp(jpeg)
    .extract(region)
    .greyscale()
    .resize({ width: MAX_WIDTH, withoutEnlargement: true })
    .raw()
    .toBuffer({ resolveWithObject: true });
  const raw = { width: edges.info.width, height: edges.info.height, channels: 1 } as const;
  const convolved = await sharp(edges.data, { raw }).convolve(LAPLACIAN).raw().toBuffer({ resolveWithObject: true });
  const { channels } = await sharp(convolved.data, { raw: { ...raw, channels: convolved.info.channels } }).stats();
  return (channels[0]?.stdev ?? 0) ** 2;
}
