import { expect, test } from 'vitest';
import { CameraActivity } from './camera-activity.js';

const START_MS = 1_760_000_000_000;

test('rates and shares are those of the last half minute or so', () => {
  const activity = new CameraActivity();
  for (let ms = 0; ms < 300_000; ms += 200) {
    const atMs = START_MS + ms;
    activity.arrived(atMs);
    // Five frames a second: one is looked at, one gives way, three rest; two of the five move.
    const turn = (ms / 200) % 5;
    const outcome = turn === 0 ? 'looked' : turn === 1 ? 'skipped' : 'resting';
    activity.settled(atMs, outcome, turn < 2, atMs + 120);
  }
  const figures = activity.figures(START_MS + 300_000);
  expect(figures.looksPerSecond).toBeCloseTo(1, 1);
  expect(figures.skippedShare).toBeCloseTo(0.5, 1);
  expect(figures.movingShare).toBeCloseTo(0.4, 1);
  expect(figures).toMatchObject({ lookDelayMs: 120, waitingMs: 0 });
  expect(activity.figures(START_MS + 600_000).looksPerSecond).toBeCloseTo(0, 3);
});

test('the newest frame is told to wait until it is settled, an older one in work is not', () => {
  const activity = new CameraActivity();
  expect(activity.figures(START_MS)).toEqual({
    looksPerSecond: 0,
    skippedShare: 0,
    movingShare: 0,
    lookDelayMs: 0,
    waitingMs: 0,
  });
  activity.arrived(START_MS);
  activity.arrived(START_MS + 200);
  activity.settled(START_MS, 'looked', true, START_MS + 900);
  expect(activity.figures(START_MS + 1_000)).toMatchObject({ waitingMs: 800, lookDelayMs: 900 });
  activity.settled(START_MS + 200, 'failed', true, START_MS + 1_100);
  expect(activity.figures(START_MS + 1_200)).toMatchObject({ waitingMs: 0, lookDelayMs: 900 });
});
