import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RtpClock } from './rtp-clock.js';

test('however late pictures come, their times grow and stay within half a second of the wall clock', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(4000), { minLength: 1, maxLength: 200 }), fc.constantFrom(5, 10, 25), (gaps, rate) => {
      const clock = new RtpClock(rate);
      let nowMs = 1_770_000_000_000;
      let last = -Infinity;
      for (const gap of gaps) {
        // Every other picture comes at once with the one before it, as after a stall.
        nowMs += gap % 2 === 0 ? gap : 0;
        const time = clock.next(nowMs);
        expect(time).toBeGreaterThan(last);
        expect(Math.abs(time / 90 - nowMs)).toBeLessThan(500);
        last = time;
      }
    }),
  );
});

test('jitter is evened out', () => {
  const clock = new RtpClock(10);
  const start = 1_770_000_000_000;
  const times = [0, 130, 190, 310, 390, 520].map((late) => clock.next(start + late));
  const steps = times.slice(1).map((time, index) => (time - (times[index] ?? 0)) / 90);
  for (const step of steps) expect(Math.abs(step - 100)).toBeLessThan(10);
});
