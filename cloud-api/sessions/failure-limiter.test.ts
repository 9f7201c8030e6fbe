import { expect, test } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.js';
import { createFailureLimiter } from './failure-limiter.js';

test('blocks a source after ten failures, for the rest of the minute', () => {
  const clock = createFakeClock(0);
  const limiter = createFailureLimiter({ clock });
  for (let count = 0; count < 10; count += 1) {
    expect(limiter.blockedSeconds('a')).toBe(0);
    limiter.recordFailure('a');
  }
  expect(limiter.blockedSeconds('a')).toBe(60);
  expect(limiter.blockedSeconds('b')).toBe(0);
  clock.advance(59_500);
  expect(limiter.blockedSeconds('a')).toBe(1);
  clock.advance(500);
  expect(limiter.blockedSeconds('a')).toBe(0);
  limiter.recordFailure('a');
  expect(limiter.blockedSeconds('a')).toBe(0);
});

test('keeps its memory bounded by forgetting the source it saw first', () => {
  const limiter = createFailureLimiter({ clock: createFakeClock(0), maxFailures: 1 });
  for (let index = 0; index <= 10_000; index += 1) limiter.recordFailure(`source ${index}`);
  expect(limiter.blockedSeconds('source 0')).toBe(0);
  expect(limiter.blockedSeconds('source 1')).toBe(60);
  expect(limiter.blockedSeconds('source 10000')).toBe(60);
});
