import { expect, test } from 'vitest';
import type { Picture } from './frame.js';
import { PreviousFrames } from './previous-frames.js';

function frame(capturedAtMs: number, over: Partial<Picture> = {}): Picture {
  const letterbox = { x1: 0, y1: 0, x2: 1, y2: 1 };
  return { cameraId: 'cam', capturedAtMs, width: 32, height: 32, data: new Uint8Array(3072), letterbox, ...over };
}

test.each([
  ['200 ms later', frame(1_200), true],
  ['2 s later', frame(3_000), true],
  ['2.001 s later', frame(3_001), false],
  ['earlier', frame(900), false],
  ['from another camera', frame(1_200, { cameraId: 'other' }), false],
  ['of another size', frame(1_200, { width: 64 }), false],
])('a frame %s can be compared: %s', (_, next, isComparable) => {
  const frames = new PreviousFrames();
  const first = frame(1_000);
  expect(frames.exchange(first)).toBeNull();
  expect(frames.exchange(next)).toEqual(isComparable ? first.data : null);
});

test('cameras that fell silent are forgotten', () => {
  const frames = new PreviousFrames();
  for (let index = 0; index < 20; index += 1) frames.exchange(frame(index * 1_000, { cameraId: `cam-${index}` }));
  expect(frames.size).toBe(20);
  frames.exchange(frame(79_500));
  expect(frames.size).toBe(1);
});
