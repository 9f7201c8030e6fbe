import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CaptureClock } from './capture-clock.js';

const START = 1_760_000_000_000;

/** Capture time of a picture that is decoded as soon as it comes. */
function seen(clock: CaptureClock, ptsMs: number, arrivalMs: number): number {
  clock.arrived(ptsMs, arrivalMs);
  return clock.capturedAt(ptsMs, arrivalMs);
}

test('late arrivals do not move capture times', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 0, max: 3000 }), { minLength: 5, maxLength: 200 }), (delays) => {
      const clock = new CaptureClock();
      seen(clock, 0, START);
      delays.forEach((delay, index) => {
        const pts = (index + 1) * 200;
        expect(seen(clock, pts, START + pts + delay)).toBe(START + pts);
      });
    }),
  );
});

test('neither the order of pictures nor the time that they wait to be decoded moves capture times', () => {
  fc.assert(
    fc.property(
      fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 5, maxLength: 100 }),
      fc.array(fc.integer({ min: 0, max: 8_000 }), { minLength: 1, maxLength: 10 }),
      (between, delays) => {
        const clock = new CaptureClock();
        let shown = 0;
        between.forEach((pictures, turn) => {
          // One that is shown behind those between comes before them, as soon as it can.
          const last = shown + pictures + 1;
          const order = [last, ...Array.from({ length: pictures }, (_, index) => shown + index + 1)];
          order.forEach((place, index) => {
            clock.arrived(place * 40, START + last * 40 + index);
          });
          for (let place = shown + 1; place <= last; place += 1) {
            const delayMs = delays[turn % delays.length] ?? 0;
            const capturedAtMs = clock.capturedAt(place * 40, START + last * 40 + 4 + delayMs);
            expect(Math.abs(capturedAtMs - START - place * 40)).toBeLessThanOrEqual(4 * 40);
          }
          shown = last;
        });
        expect(clock.jumps).toBe(0);
      },
    ),
  );
});

test('a frame is not captured later than it is decoded, though the stream has jumped in between', () => {
  const clock = new CaptureClock();
  seen(clock, 1_000, START);
  clock.arrived(1_200, START + 200);
  clock.arrived(61_400, START + 400);
  clock.arrived(1_400, START + 600);
  expect(clock.jumps).toBe(2);
  // It was encoded before the jump.
  expect(clock.capturedAt(61_400, START + 700)).toBe(START + 700);
  expect(clock.capturedAt(1_800, START + 1_000)).toBe(START + 1_000);
});

test('capture times never run backwards, even when the first frames came late', () => {
  const clock = new CaptureClock();
  const times = [3000, 2000, 1000, 0, 0].map((delay, index) => seen(clock, index * 200, START + index * 200 + delay));
  expect(times).toEqual([...times].sort((a, b) => a - b));
  expect(seen(clock, 10_000, START + 10_000)).toBe(START + 10_000);
});

test('the drift of a camera clock is followed within the window', () => {
  const clock = new CaptureClock();
  let error = 0;
  for (let ms = 0; ms < 3_600_000; ms += 200) {
    // The camera's clock runs 200 ppm fast: 720 ms in an hour.
    const captured = seen(clock, ms * 1.0002, START + ms);
    error = Math.max(error, Math.abs(captured - (START + ms)));
  }
  expect(error).toBeLessThan(20);
});

test('frames that a stall held back for 12 s carry the times at which they were seen', () => {
  const clock = new CaptureClock();
  for (let pts = 0; pts <= 5_000; pts += 200) seen(clock, pts, START + pts);
  for (let pts = 5_200; pts <= 17_000; pts += 200) {
    expect(seen(clock, pts, START + 17_000)).toBe(START + pts);
  }
  expect(seen(clock, 17_200, START + 17_200)).toBe(START + 17_200);
  expect(clock.jumps).toBe(0);
});

test.each([-60_000, 60_000])('a jump of the stream clock by %d ms starts the estimate anew', (jump) => {
  const clock = new CaptureClock();
  seen(clock, 100_000, START);
  expect(seen(clock, 100_200 + jump, START + 200)).toBe(START + 200);
  expect(clock.jumps).toBe(1);
});

test("when the gateway's clock is set back by an hour, capture times go on from there", () => {
  const clock = new CaptureClock();
  const HOUR_MS = 3_600_000;
  for (let pts = 0; pts <= 2_000; pts += 200) seen(clock, pts, START + pts);
  const times = [2_200, 2_400, 2_600].map((pts) => seen(clock, pts, START + pts - HOUR_MS));
  expect(times).toEqual([2_200, 2_400, 2_600].map((pts) => START + pts - HOUR_MS));
});
