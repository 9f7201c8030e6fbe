import { expect, test } from 'vitest';
import { PictureQueue } from './picture-queue.js';

const WHOLE = new Uint8Array([0x00, 0x00, 0x01, 0xb3, 0x50]);
const CHANGE = new Uint8Array([0x00, 0x00, 0x01, 0x00, 0x50]);

/** A queue of so many pictures, of which each tenth needs no other. */
function queueOf(count: number): PictureQueue {
  const queue = new PictureQueue();
  for (let pts = 0; pts < count; pts += 1) queue.push(pts, [pts % 10 === 0 ? WHOLE : CHANGE]);
  return queue;
}

/** Decodes on a machine that takes `costMs` for each picture; the time stamps of what it decoded. */
function drain(queue: PictureQueue, costMs: number): { decoded: number[]; painted: number | null } {
  let nowMs = 0;
  const decoded: number[] = [];
  const painted = queue.drain(
    ({ pts }) => {
      decoded.push(pts);
      nowMs += costMs;
      return true;
    },
    () => nowMs,
  );
  return { decoded, painted };
}

test('a picture is decoded each time the screen is drawn, more of them after a burst, and the last is painted', () => {
  expect(drain(queueOf(0), 1)).toEqual({ decoded: [], painted: null });
  expect(drain(queueOf(2), 1)).toEqual({ decoded: [0], painted: 0 });
  expect(drain(queueOf(5), 1)).toEqual({ decoded: [0, 1, 2], painted: 2 });
  expect(drain(queueOf(40), 1).decoded).toHaveLength(8);
});

test('a slow machine begins no further picture when the time until the screen is drawn again is used up', () => {
  expect(drain(queueOf(40), 4).decoded).toEqual([0, 1, 2]);
  expect(drain(queueOf(40), 60).decoded).toEqual([0]);
});

test('a machine that cannot keep up goes on at the newest picture that needs no other', () => {
  const queue = queueOf(57);
  expect(drain(queue, 60).decoded).toEqual([50]);
  expect(queue.size).toBe(6);
});

test('without a whole picture among them none is left out', () => {
  const queue = new PictureQueue();
  for (let pts = 0; pts < 60; pts += 1) queue.push(pts, [CHANGE]);
  expect(drain(queue, 60).decoded).toEqual([0]);
});

test('parts of one picture are one picture', () => {
  const queue = new PictureQueue();
  queue.push(0, [WHOLE]);
  queue.push(0, [CHANGE, CHANGE]);
  queue.push(1, [CHANGE]);
  expect(queue.size).toBe(2);
  queue.drain(
    ({ parts }) => {
      expect(parts).toEqual([WHOLE, CHANGE, CHANGE]);
      return true;
    },
    () => 0,
  );
});

test('a picture that the decoder could not make is not told as painted', () => {
  expect(
    queueOf(1).drain(
      () => false,
      () => 0,
    ),
  ).toBeNull();
});
