import type { Box } from '@lamppost/contracts';
import type { Look, Picture } from '@lamppost/detectors';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { seePicture, type StillSight } from './see-picture.js';

const FRAME = { width: 416, height: 256 };
const AT_MS = 1_780_000_000_000;
const WHOLE_BOX = { x1: 0.2, y1: 0.2, x2: 0.4, y2: 0.6 };

/** A still of one colour, red on its left half and blue on its right. */
async function still(): Promise<Buffer> {
  const half = { create: { width: 480, height: 540, channels: 3 as const, background: '#00f' } };
  const right = await sharp(half).png().toBuffer();
  return sharp({ create: { width: 960, height: 540, channels: 3, background: '#f00' } })
    .composite([{ input: right, left: 480, top: 0 }])
    .jpeg()
    .toBuffer();
}

/** A detector that tells what `found` says of the n-th picture it is shown, and keeps the pictures. */
function sight(found: (index: number) => { box: Box; score?: number }[] | null) {
  const pictures: Picture[] = [];
  const look = (picture: Picture): Promise<Look | null> => {
    pictures.push({ ...picture, data: Uint8Array.from(picture.data) });
    const boxes = found(pictures.length - 1);
    if (boxes === null) return Promise.resolve(null);
    const detections = boxes.map(({ box, score = 0.9 }) => ({ label: 'person' as const, classId: 0, score, box }));
    return Promise.resolve({ cameraId: picture.cameraId, capturedAtMs: AT_MS, detections, hazard: null, elapsedMs: 1 });
  };
  const given: StillSight = { frameSize: FRAME, look };
  return { given, pictures };
}

test('the whole is looked at, and nine tiles of it, in blue, green and red, framed in grey', async () => {
  const { given, pictures } = sight(() => []);
  expect(await seePicture(await still(), AT_MS, given)).toEqual([]);
  expect(pictures).toHaveLength(10);
  for (const { data, width, height } of pictures) expect(data).toHaveLength(width * height * 3);
  const [whole] = pictures;
  const pixel = (x: number, y: number) => [
    ...(whole?.data.subarray((y * FRAME.width + x) * 3, (y * FRAME.width + x) * 3 + 3) ?? []),
  ];
  // 960 x 540 in 416 x 256: 234 rows of picture, 10 of grey above.
  expect(new Set(pixel(0, 2)).size).toBe(1);
  expect(pixel(100, 128).map((value) => Math.round(value / 100))).toEqual([0, 0, 3]);
  expect(pixel(300, 128).map((value) => Math.round(value / 100))).toEqual([3, 0, 0]);
});

test('what a tile shows is told by its place in the whole', async () => {
  // The last tile is the lower right one.
  const { given } = sight((index) => (index === 9 ? [{ box: WHOLE_BOX }] : []));
  const [seen, ...others] = await seePicture(await still(), AT_MS, given);
  expect(others).toEqual([]);
  expect(seen?.label).toBe('person');
  expect(seen?.box.x1).toBeCloseTo(0.6 + 0.2 * 0.4, 6);
  expect(seen?.box.y2).toBeCloseTo(0.6 + 0.6 * 0.4, 6);
});

test.each([
  ['ends at an inner edge of its tile', 1, { x1: 0.5, y1: 0.2, x2: 0.999, y2: 0.6 }, 0],
  ['ends at an edge of the picture', 1, { x1: 0.001, y1: 0.001, x2: 0.4, y2: 0.6 }, 1],
  ['ends at an edge, in the whole picture', 0, { x1: 0.001, y1: 0.2, x2: 0.999, y2: 0.6 }, 1],
])('what %s', async (_name, picture, box, count) => {
  const { given } = sight((index) => (index === picture ? [{ box }] : []));
  expect(await seePicture(await still(), AT_MS, given)).toHaveLength(count);
});

test('what is hardly sure is not taken for anything', async () => {
  const { given } = sight((index) =>
    index === 0
      ? [
          { box: WHOLE_BOX, score: 0.27 },
          { box: WHOLE_BOX, score: 0.29 },
        ]
      : [],
  );
  expect((await seePicture(await still(), AT_MS, given)).map(({ score }) => score)).toEqual([0.29]);
});

test('a picture that was passed over is no picture with nobody in it', async () => {
  const { given } = sight((index) => (index === 4 ? null : []));
  await expect(seePicture(await still(), AT_MS, given)).rejects.toThrow('side by side');
});
