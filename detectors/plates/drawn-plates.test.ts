import { existsSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type DrawnPlate, drawPlate } from './draw-plate.js';
import { PlateRecogniser } from './plate-recogniser.js';
import { readPlateCrop } from './read-plate-crop.js';
import { readStills } from './read-stills.js';

const FONT = '/usr/share/fonts/opentype/noto/NotoSansCJK-Bold.ttc';
const hasFont = existsSync(FONT) || process.env.CI === 'true';

describe.skipIf(!hasFont)(`drawn plates${hasFont ? '' : ` (skipped: no ${FONT}; install fonts-noto-cjk)`}`, () => {
  let recogniser: PlateRecogniser;
  beforeAll(async () => {
    recogniser = await PlateRecogniser.open();
  });
  afterAll(async () => {
    await recogniser.close();
  });

  test.each<[string, DrawnPlate]>([
    ['皖A195K9', { rows: ['皖A195K9'], colour: 'blue' }],
    ['粤BD12345', { rows: ['粤BD12345'], colour: 'green' }],
    ['沪A12345D', { rows: ['沪A12345D'], colour: 'green' }],
    ['苏A1234学', { rows: ['苏A1234学'], colour: 'yellow' }],
    ['京A0006警', { rows: ['京A0006警'], colour: 'white' }],
    ['粤ZF023港', { rows: ['粤ZF023港'], colour: 'black' }],
    ['鲁B12A34', { rows: ['鲁B', '12A34'], colour: 'yellow' }],
    ['冀C6K89挂', { rows: ['冀C', '6K89挂'], colour: 'yellow' }],
  ])('%s is read, with its ground colour', async (text, plate) => {
    const picture = await drawPlate(plate);
    expect(await readPlateCrop(recogniser, picture)).toMatchObject({ text, colour: plate.colour });
    // The same on a grey vehicle, turned by some degrees.
    const turned = await sharp(picture).rotate(-7, { background: '#777' }).png().toBuffer();
    const vehicle = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#777' } })
      .composite([{ input: turned, left: 230, top: 260 }])
      .jpeg({ quality: 92 })
      .toBuffer();
    const result = await readStills([{ picture: vehicle, vehicle: { x1: 0.05, y1: 0.05, x2: 0.95, y2: 0.95 } }]);
    expect(result).toMatchObject({ status: 'read', reading: { text } });
  });

  test('a plate that is a smear of a few pixels is given no text', async () => {
    const drawn = await drawPlate({ rows: ['皖A195K9'], colour: 'blue' });
    const small = await sharp(drawn).resize({ width: 20 }).png().toBuffer();
    const plate = await sharp(small).resize({ width: 160 }).png().toBuffer();
    const picture = await sharp({ create: { width: 640, height: 480, channels: 3, background: '#777' } })
      .composite([{ input: plate, left: 230, top: 260 }])
      .png()
      .toBuffer();
    expect((await readStills([{ picture, vehicle: { x1: 0, y1: 0, x2: 1, y2: 1 } }])).status).toBe('none');
  });
});

test('an empty picture has no plate', async () => {
  const picture = await sharp({ create: { width: 320, height: 240, channels: 3, background: '#557' } })
    .jpeg()
    .toBuffer();
  expect(await readStills([{ picture, vehicle: { x1: 0.2, y1: 0.2, x2: 0.8, y2: 0.8 } }])).toEqual({
    status: 'none',
    reason: 'not-found',
  });
});
