import fc from 'fast-check';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { readInstant } from './read-instant.js';

const DATE_TIME = z.regexes.datetime({ offset: true });

test.each([
  ['2026-03-01T08:00:00+08:00', Date.UTC(2026, 2, 1)],
  ['2026-03-01T00:00:00Z', Date.UTC(2026, 2, 1)],
  ['2024-02-29T23:59:59.999-05:30', Date.UTC(2024, 2, 1, 5, 29, 59, 999)],
  ['1970-01-01T00:00:00Z', 0],
])('%s is usual', (text, atMs) => {
  expect(readInstant(text)).toBe(atMs);
});

test.each(['', '2026-02-29T00:00:00Z', '2026-03-01T24:00:00Z', '2026-03-01T00:00:00', '1970-01-01T00:00:00+00:01'])(
  '%s is not',
  (text) => {
    expect(readInstant(text)).toBeNull();
  },
);

test('what is read is what the schema takes and Date.parse makes of it, whatever stands there', () => {
  const two = (max: number) => fc.integer({ min: 0, max }).map((value) => String(value).padStart(2, '0'));
  const year = fc.integer({ min: 1968, max: 2110 }).map(String);
  const fraction = fc.oneof(
    fc.constant(''),
    fc.integer({ min: 0, max: 999 }).map((ms) => `.${String(ms).padStart(3, '0')}`),
    fc.constantFrom('.5', '.1234', '.', ',000'),
  );
  const zone = fc.oneof(
    fc.constantFrom('Z', '+08:00', 'z', '', '+0800', '-00:00', '+24:00', ' Z'),
    fc.tuple(fc.constantFrom('+', '-'), two(24), two(60)).map(([sign, hours, minutes]) => `${sign}${hours}:${minutes}`),
  );
  const written = fc
    .tuple(year, two(13), two(32), two(24), two(60), two(60), fraction, zone)
    .map(
      ([y, month, day, hour, minute, second, ms, end]) => `${y}-${month}-${day}T${hour}:${minute}:${second}${ms}${end}`,
    );
  const mutated = fc
    .tuple(written, fc.nat({ max: 30 }), fc.string({ maxLength: 2 }))
    .map(([text, at, put]) => text.slice(0, at) + put + text.slice(at + put.length));
  let read = 0;
  fc.assert(
    fc.property(fc.oneof(written, mutated), (text) => {
      const atMs = readInstant(text);
      if (atMs === null) return;
      read += 1;
      expect(DATE_TIME.test(text)).toBe(true);
      expect(atMs).toBe(Date.parse(text));
    }),
    { numRuns: 20_000, seed: 8 },
  );
  expect(read).toBeGreaterThan(1_000);
});
