import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { hasRealPictures, pictureDirectory, pictureNote } from '../testing/real-pictures.js';
import { PlateRecogniser } from './plate-recogniser.js';
import { readPlateCrop, type PlateCropReading } from './read-plate-crop.js';
import { readStills } from './read-stills.js';

const WHOLE = { x1: 0, y1: 0, x2: 1, y2: 1 };

describe.skipIf(!hasRealPictures)(`plates of real vehicles${pictureNote}`, () => {
  const crops = join(pictureDirectory, 'plates_cn_crops');
  const scenes = join(pictureDirectory, 'plates_cn_scenes');
  const read: { text: string; reading: PlateCropReading | null; isTuned: boolean }[] = [];

  beforeAll(async () => {
    const recogniser = await PlateRecogniser.open();
    for (const file of readdirSync(crops).filter((name) => name.endsWith('.jpg'))) {
      // A name that came twice has a number behind it.
      const [text = ''] = file.replace(/\.jpg$/, '').split('_');
      const isTuned = (createHash('sha256').update(file).digest()[0] ?? 0) % 2 === 0;
      read.push({ text, reading: await readPlateCrop(recogniser, readFileSync(join(crops, file))), isTuned });
    }
    await recogniser.close();
  }, 180_000);

  const shareRight = (rows: typeof read) =>
    rows.filter(({ text, reading }) => reading?.text === text).length / rows.length;

  test('at least 96 in 100 whole plates are read right, also of those that nothing was tuned on', () => {
    expect(read.length).toBeGreaterThan(0);
    expect(shareRight(read)).toBeGreaterThanOrEqual(0.96);
    expect(shareRight(read.filter(({ isTuned }) => !isTuned))).toBeGreaterThanOrEqual(0.96);
  });

  test('what is read with confidence is right more often, and most is', () => {
    const sure = read.filter(({ reading }) => (reading?.confidence ?? 0) >= 0.3);
    expect(sure.length / read.length).toBeGreaterThan(0.93);
    expect(shareRight(sure)).toBeGreaterThanOrEqual(0.985);
  });

  test('these plates are blue', () => {
    const blue = read.filter(({ reading }) => reading?.colour === 'blue');
    expect(blue.length / read.length).toBeGreaterThan(0.95);
  });

  test.each([
    ['ccpd_demo_0.jpg', '皖A195K9', { x: 0.53, y: 0.465 }],
    ['ccpd_demo_1.jpg', '皖AUJ299', { x: 0.425, y: 0.471 }],
  ])('the plate of the photograph %s is found and read', async (file, text, centre) => {
    const still = { picture: readFileSync(join(scenes, file)), vehicle: WHOLE };
    const result = await readStills([still, still]);
    expect(result).toMatchObject({ status: 'read', reading: { text, colour: 'blue' }, agreed: { stills: 2, of: 2 } });
    if (result.status !== 'read') return;
    const { x1, y1, x2, y2 } = result.reading.box;
    expect(x1 < centre.x && centre.x < x2 && y1 < centre.y && centre.y < y2).toBe(true);
    expect(x2 - x1).toBeLessThan(0.4);
  });

  test('one still without the plate does not spoil the other', async () => {
    const picture = readFileSync(join(scenes, 'ccpd_demo_1.jpg'));
    const sky = { picture, vehicle: { x1: 0, y1: 0, x2: 1, y2: 0.25 } };
    const result = await readStills([sky, { picture, vehicle: WHOLE }]);
    expect(result).toMatchObject({ status: 'read', still: 1, reading: { text: '皖AUJ299' } });
  });

  test('everyday pictures without a Chinese plate give none, whatever is written in them', async () => {
    const folder = join(pictureDirectory, 'coco');
    const pictures = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.jpg'));
    const some = pictures.sort().filter((_, index) => index % 8 === 0);
    for (const name of some)
      expect((await readStills([{ picture: readFileSync(join(folder, name)), vehicle: WHOLE }])).status).toBe('none');
    expect(some.length).toBeGreaterThan(10);
  }, 120_000);
});
