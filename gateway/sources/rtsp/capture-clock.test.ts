import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CaptureClock } from './capture-clock.js';

const START = 1_760_000_000_000;

test('late arrivals do not move capture times', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 5, maxLength: 200 }), (delays) => {
      const clock = new CaptureClock();
      clock.capturedAt(0, START);
      delays.forEach((delay, index) => {
        const pts = (index + 1) * 200;
        expect(clock.capturedAt(pts, START + pts + delay)).toBe(START + pts);
      });
    }),
  );
});

test('capture times never run backwards, even when the first frames came late', () => {
  const clock = new CaptureClock();
  const times = [3000, 2000, 1000, 0, 0].map((delay, index) =>
    clock.capturedAt(index * 200, START + index * 200 + delay),
  );
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(clock.capturedAt(10_000, START + 10_000)).toBe(START + 10_000);
});

test('the drift of a camera clock is followed within the window', () => {
  const clock = new CaptureClock();
  let error = 0;
  for (let ms = 0; ms < 3_600_000; ms += 200) {
    // The camera's clock runs 200 ppm fast: 720 ms in an hour.
    const captured = clock.capturedAt(ms * 1.0002, START + ms);
    error = Math.max(error, Math.abs(captured - (START + ms)));
  }
  expect(error).toBeLessThan(20);
});

test('frames that a stall held back for 12 s carry the times at which they were seen', () => {
  const clock = new CaptureClock();
  for (let pts = 0; pts <= 5_000; pts += 200) clock.capturedAt(pts, START + pts);
  for (let pts = 5_200; pts <= 17_000; pts += 200) {
    expect(clock.capturedAt(pts, START + 17_000)).toBe(START + pts);
  }
  expect(clock.capturedAt(17_200, START + 17_200)).toBe(START + 17_200);
  expect(clock.jumps).toBe(0);
});

test.each([-60_000, 60_000])('a jump of the stream clock by %d ms starts the estimate anew', (jump) => {
  const clock = new CaptureClock();
  clock.capturedAt(100_000, START);
  expect(clock.capturedAt(100_200 + jump, START + 200)).toBe(START + 200);
  expect(clock.jumps).toBe(1);
});

test("when the gateway's clock is set back by an hour, capture times go on from there", () => {
  const clock = new CaptureClock();
  const HOUR_MS = 3_600_000;
  for (let pts = 0; pts <= 2_000; pts += 200) clock.capturedAt(pts, START + pts);
  const times = [2_200, 2_400, 2_600].map((pts) => clock.capturedAt(pts, START + pts - HOUR_MS));
  expect(times).toEqual([2_200, 2_400, 2_600].map((pts) => START + pts - HOUR_MS));
});
