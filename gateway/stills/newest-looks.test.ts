import { FRAME_SIZE } from '@lamppost/detectors';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { NewestLooks } from './newest-looks.js';

const { width, height } = FRAME_SIZE;
/** The picture lies between bars above and below. */
const letterbox = { x1: 0, y1: 0.125, x2: 1, y2: 0.875 };
const PERSON = { label: 'person', classId: 0, score: 0.9, box: { x1: 0.4, y1: 0.2, x2: 0.6, y2: 0.95 } } as const;

/** Stripes as fine as pixels, blue on red: whatever is masked is of one colour. */
function frameAt(capturedAtMs: number) {
  const data = new Uint8Array(width * height * 3);
  for (let at = 0; at < width * height; at += 1) data[at * 3 + (at % 2 === 0 ? 0 : 2)] = 255;
  const luma = { columns: 1, rows: 1, data: new Uint8Array(1) };
  return { cameraId: 'gate', capturedAtMs, width, height, data, letterbox, luma };
}
const look = (atMs: number) => ({
  ...{ cameraId: 'gate', atMs, tracks: [], objects: [] },
  hazards: { fires: [], smokes: [] },
});

test('a still shows the picture without its bars, with heads masked', async () => {
  const looks = new NewestLooks();
  expect(await looks.jpeg('gate')).toBeNull();
  looks.note(frameAt(1_000), look(1_000), [PERSON]);
  const jpeg = await looks.jpeg('gate');
  const shown = sharp(jpeg ?? Buffer.alloc(0));
  expect(await shown.metadata()).toMatchObject({ format: 'jpeg', width, height: height * 0.75 });
  const spread = async (left: number, top: number) => {
    const cut = await shown.clone().extract({ left, top, width: 16, height: 8 }).greyscale().raw().toBuffer();
    return Math.max(...cut) - Math.min(...cut);
  };
  expect(await spread(Math.round(width * 0.48), Math.round(height * 0.75 * 0.25))).toBeLessThan(10);
  expect(looks.atMs('gate')).toBe(1_000);
});

test('a frame is kept once a second, a copy of its own, and goes with its camera', async () => {
  const looks = new NewestLooks();
  const frame = frameAt(1_000);
  looks.note(frame, look(1_000), []);
  looks.note(frameAt(1_400), look(1_400), []);
  expect(looks.atMs('gate')).toBe(1_000);
  const before = await looks.jpeg('gate');
  frame.data.fill(0);
  looks.note(frameAt(2_100), look(2_100), []);
  expect(looks.atMs('gate')).toBe(2_100);
  expect((await looks.jpeg('gate'))?.equals(before ?? Buffer.alloc(0))).toBe(true);
  looks.forget('gate');
  expect(looks.atMs('gate')).toBeNull();
});
