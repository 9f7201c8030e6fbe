import sharp from 'sharp';
import { expect, test } from 'vitest';
import { splitJpegs } from './split-jpegs.js';

test('pictures that stand one after another come apart as they were', async () => {
  const noise = { type: 'gaussian', mean: 128, sigma: 60 } as const;
  const create = { width: 64, height: 48, channels: 3, background: '#000', noise } as const;
  const pictures = await Promise.all([40, 90, 100].map((quality) => sharp({ create }).jpeg({ quality }).toBuffer()));
  expect(splitJpegs(Buffer.concat(pictures))).toEqual(pictures);
  expect(splitJpegs(Buffer.alloc(0))).toEqual([]);
});
