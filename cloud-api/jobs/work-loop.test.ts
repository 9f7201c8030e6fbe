import { expect, test, vi } from 'vitest';
import { backoffMs } from './backoff.js';
import { WorkLoop } from './work-loop.js';

const HOUR_MS = 3_600_000;

test('while there is more it does not pause, and a failure is told and tried again', async () => {
  const told: unknown[] = [];
  let steps = 0;
  const step = () => {
    steps += 1;
    if (steps === 3) return Promise.reject(new Error('no database'));
    // Only the fourth step comes after a pause.
    return Promise.resolve(steps < 3);
  };
  const loop = new WorkLoop({ step, pollMs: 1, onError: (error) => told.push(error) });
  loop.start();
  loop.start();
  await vi.waitFor(() => {
    expect(steps).toBeGreaterThan(4);
  });
  await loop.stop();
  expect(told).toEqual([new Error('no database')]);
});

test('with nothing more to do it pauses, and stopping ends the pause', async () => {
  let steps = 0;
  const step = () => {
    steps += 1;
    return Promise.resolve(steps < 3);
  };
  const loop = new WorkLoop({ step, pollMs: HOUR_MS, onError: () => undefined });
  loop.start();
  await vi.waitFor(() => {
    expect(steps).toBe(3);
  });
  await loop.stop();
  expect(steps).toBe(3);
});

test('stopping tells the step in hand, and waits for its end', async () => {
  let hasEnded = false;
  const step = (signal: AbortSignal) =>
    new Promise<boolean>((resolve) => {
      signal.addEventListener('abort', () => {
        hasEnded = true;
        resolve(true);
      });
    });
  const loop = new WorkLoop({ step, pollMs: HOUR_MS, onError: () => undefined });
  loop.start();
  await loop.stop();
  expect(hasEnded).toBe(true);
});

test.each([
  [1, 5],
  [2, 10],
  [4, 40],
  [8, 60],
  [1_000, 60],
])('after %d attempts it pauses for %d', (attempts, pause) => {
  expect(backoffMs({ firstBackoffMs: 5, longestBackoffMs: 60 }, attempts)).toBe(pause);
});
