import type { Box } from '@lamppost/contracts';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { maskPicture } from './mask-picture.js';
import { pixelBox } from './pixel-box.js';
import { type RawPicture, decodePicture, sharpOf } from './raw-picture.js';
import { sharpnessOf } from './sharpness-of.js';

/** A picture in which every pixel differs from the next. */
async function grain(width: number, height: number): Promise<RawPicture> {
  const noise = { type: 'gaussian', mean: 128, sigma: 50 } as const;
  const create = { width, height, channels: 3, background: '#808080', noise } as const;
  return decodePicture(await sharp({ create }).png().toBuffer());
}

/** How much neighbouring pixels of a part differ, and how far its pixels stray. */
async function measure(picture: RawPicture, box: Box): Promise<{ stray: number; values: Set<number> }> {
  const cut = await sharpOf(picture).extract(pixelBox(box, picture)).raw().toBuffer();
  const { channels } = await sharp(cut, {
    raw: { ...pixelBox(box, picture), channels: 3 },
  }).stats();
  return { stray: channels[0]?.stdev ?? 0, values: new Set(cut) };
}

test('what is masked keeps nothing but a few even blocks; the rest stays as it was, pixel for pixel', async () => {
  const picture = await grain(640, 360);
  const head = { x1: 0.1, y1: 0.1, x2: 0.2, y2: 0.3 };
  const masked = await maskPicture(picture, { behind: [], subject: null, before: [], heads: [head] });
  const [before, after] = [await measure(picture, head), await measure(masked, head)];
  expect(before.stray).toBeGreaterThan(40);
  expect(after.stray).toBeLessThan(before.stray / 4);
  // 4 blocks across and 5 down, of three colours each.
  expect(after.values.size).toBeLessThanOrEqual(4 * 5 * 3);
  const rest = { x1: 0.5, y1: 0, x2: 1, y2: 1 };
  const cut = async (of: RawPicture) => sharpOf(of).extract(pixelBox(rest, of)).raw().toBuffer();
  expect((await cut(masked)).equals(await cut(picture))).toBe(true);
});

test('the subject stays to be seen before a masked vehicle, and is masked by one that stands before it', async () => {
  const picture = await grain(640, 360);
  const subject = { x1: 0.4, y1: 0.4, x2: 0.6, y2: 0.6 };
  const all = { x1: 0.2, y1: 0.2, x2: 0.8, y2: 0.8 };
  const front = { x1: 0.4, y1: 0.5, x2: 0.6, y2: 0.6 };
  const masked = await maskPicture(picture, { behind: [all], subject, before: [front], heads: [] });
  const upper = { ...subject, y2: 0.49 };
  expect(await measure(masked, upper)).toEqual(await measure(picture, upper));
  expect((await measure(masked, front)).stray).toBeLessThan(15);
  expect((await measure(masked, { x1: 0.2, y1: 0.2, x2: 0.4, y2: 0.8 })).stray).toBeLessThan(15);
});

test('a picture in focus is sharper than the same out of focus', async () => {
  const svg = Buffer.from(
    `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="360"><rect width="640" height="360" fill="#888"/>${Array.from({ length: 20 }, (_, index) => `<rect x="${index * 32}" y="80" width="12" height="200" fill="#222"/>`).join('')}</svg>`,
  );
  const sharpest = await sharp(svg).removeAlpha().jpeg().toBuffer();
  const blurred = await sharp(svg).removeAlpha().blur(4).jpeg().toBuffer();
  const part = { x1: 0.2, y1: 0.2, x2: 0.7, y2: 0.7 };
  for (const where of [part, null])
    expect(await sharpnessOf(sharpest, where)).toBeGreaterThan(5 * (await sharpnessOf(blurred, where)));
});
