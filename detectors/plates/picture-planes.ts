import sharp from 'sharp';
import type { Planes } from './text-models.js';

/** How a model wants its pixels: `(value / 255 - mean) / deviation`, for red, green and blue. */
export interface PixelScale {
  readonly mean: readonly [number, number, number];
  readonly deviation: readonly [number, number, number];
}

/** What becomes of a picture: resized to `width` by `height`, at the top left of planes that may be larger. */
export interface PlanesSize {
  readonly width: number;
  readonly height: number;
  readonly planesWidth?: number;
  readonly planesHeight?: number;
}

/**
 * Makes a picture (a file's bytes) into what a text model takes. What the picture does not fill is 0.
 *
 * sharp can resize, but not scale to negative numbers or part the planes: that is done here, for some thousand pixels of a plate or some
 * hundred thousand of a vehicle, once for each still of a violation and never for a frame.
 */
export async function toPlanes(picture: Buffer, size: PlanesSize, { mean, deviation }: PixelScale): Promise<Planes> {
  const { width, height, planesWidth = width, planesHeight = height } = size;
  const pixels = await sharp(picture)
    .removeAlpha()
    .toColourspace('srgb')
    .resize(width, height, { fit: 'fill', kernel: 'cubic' })
    .raw()
    .toBuffer();
  const planeSize = planesWidth * planesHeight;
  const data = new Float32Array(3 * planeSize);
  for (let channel = 0; channel < 3; channel += 1) {
    const factor = 1 / (255 * (deviation[channel] ?? 1));
    const offset = (mean[channel] ?? 0) / (deviation[channel] ?? 1);
    // The models were trained on blue before green before red.
    const plane = (2 - channel) * planeSize;
    for (let y = 0; y < height; y += 1) {
      for (let x = 0; x < width; x += 1)
        data[plane + y * planesWidth + x] = (pixels[(y * width + x) * 3 + channel] ?? 0) * factor - offset;
    }
  }
  return { data, width: planesWidth, height: planesHeight };
}
