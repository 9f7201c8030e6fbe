import { expect, test } from 'vitest';
import { sampleViolation } from '../spool/sample-violation.js';
import { stillMoments } from './still-moments.js';

const START = 1_760_000_000_000;

test.each([
  ['parking', 60_000, [0, 30_000, 60_000]],
  ['parking', 20_000, [0, 10_000, 20_000]],
  ['burning', 5_000, [0, 5_000]],
  ['dust', 900_000, [870_000, 885_000, 900_000]],
  ['dust', 10_000, [0, 10_000]],
] as const)('%s over %d ms is shown at %j', (matter, lastsMs, moments) => {
  const violation = { ...sampleViolation(1), matter, startedAtMs: START, triggeredAtMs: START + lastsMs };
  expect(stillMoments(violation)).toEqual(moments.map((atMs) => START + atMs));
});
