import { SensorReading } from '@lamppost/contracts';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { REFUSALS } from '../refusal-catalogue.js';
import { parseTelemetry } from './parse-telemetry.js';

// Together with the mutated frames of HJ 212 more than a million.
const BATCHES = 1_050;
const PAYLOADS_IN_BATCH = 100;
const SEED = 20_260_301;

const READINGS = [
  { factor: 'a34001', value: 0.853, unit: 'mg/m3' },
  { factor: 'a01001', value: 11.5, unit: 'degC', flag: 'D' },
];
const CORPUS = [
  { measuredAt: '2026-03-01T08:00:00+08:00', readings: READINGS },
  { measuredAt: '2026-03-01T00:00:00Z', position: { lng: 121.5, lat: 31.2 }, readings: READINGS.slice(0, 1) },
].map((payload) => Buffer.from(JSON.stringify(payload)));
const TOKENS = [
  '{',
  '}',
  '[',
  ']',
  ',',
  ':',
  'null',
  '1e999',
  '-0',
  '"__proto__":',
  '"a34002"',
  '"\\u0000"',
  '[[[[[[[[',
].map((token) => Buffer.from(token));
const VALUES: readonly unknown[] = [
  null,
  true,
  -1,
  1e308,
  '',
  'a34002',
  'ng/m3',
  [],
  {},
  '2026-13-01T00:00:00Z',
  'S',
  5e-324,
];

/** Whole numbers from 0 to below `limit`, the same row for the same seed (xorshift). */
function numbers(seed: number): (limit: number) => number {
  let state = seed | 1;
  return (limit) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
}

/** A payload with one of its values taken for another, which is still JSON. */
function exchange(bytes: Buffer, next: (limit: number) => number): Buffer {
  const target = next(8);
  let seen = 0;
  const exchanged = JSON.stringify(JSON.parse(bytes.toString()), (_key, value: unknown) => {
    seen += 1;
    return seen === target + 2 ? VALUES[next(VALUES.length)] : value;
  });
  return Buffer.from(exchanged);
}

function mutate(next: (limit: number) => number): Buffer {
  let bytes = Buffer.from(CORPUS[next(CORPUS.length)] ?? '');
  if (next(2) === 0) return exchange(bytes, next);
  for (let fault = next(3); fault >= 0; fault -= 1) {
    const at = next(bytes.length + 1);
    const to = Math.min(bytes.length, at + next(16));
    if (next(2) === 0 && at < bytes.length) bytes[at] = next(256);
    else if (next(2) === 0) bytes = Buffer.concat([bytes.subarray(0, at), bytes.subarray(to)]);
    else bytes = Buffer.concat([bytes.subarray(0, at), TOKENS[next(TOKENS.length)] ?? bytes, bytes.subarray(at)]);
  }
  return bytes;
}

test('105,000 mutated payloads: none ends the program, each gives readings or is refused by a code', () => {
  let mutated = 0;
  let given = 0;
  const codes = new Set<string>();
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 0x7fffffff }), (seed) => {
      const next = numbers(seed);
      for (let payload = 0; payload < PAYLOADS_IN_BATCH; payload += 1) {
        const { readings, refused } = parseTelemetry(mutate(next), { sensorId: 'site' });
        mutated += 1;
        given += readings.length;
        for (const { code } of refused) {
          if (!(`reading.${code}` in REFUSALS)) throw new Error(`${code} is not in the catalogue`);
          codes.add(code);
        }
        if (readings.length + refused.length === 0) throw new Error('neither read nor refused');
        if (mutated % 100 === 0) for (const reading of readings) SensorReading.parse(reading);
      }
    }),
    { numRuns: BATCHES, seed: SEED },
  );
  expect(mutated).toBe(BATCHES * PAYLOADS_IN_BATCH);
  expect(given).toBeGreaterThan(10_000);
  expect([...codes]).toEqual(expect.arrayContaining(['payload-not-json', 'payload-invalid', 'value-out-of-range']));
});
