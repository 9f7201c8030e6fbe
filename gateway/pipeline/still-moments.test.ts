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
  expect(stillMoments(violation, null)).toEqual(moments.map((atMs) => START + atMs));
});

test.each([
  ['parking', 60_000, { count: 4, leastSecondsApart: 10 }, [0, 20_000, 40_000, 60_000]],
  ['parking', 60_000, { count: 1, leastSecondsApart: 10 }, [60_000]],
  ['parking', 25_000, { count: 5, leastSecondsApart: 10 }, [0, 12_500, 25_000]],
  ['parking', 5_000, { count: 3, leastSecondsApart: 10 }, [0, 5_000]],
  ['parking', 5_000, { count: 3, leastSecondsApart: 0 }, [0, 2_500, 5_000]],
  ['dust', 900_000, { count: 5, leastSecondsApart: 60 }, [660_000, 720_000, 780_000, 840_000, 900_000]],
] as const)('%s over %d ms, by a rule that wants %j, is shown at %j', (matter, lastsMs, wanted, moments) => {
  const violation = { ...sampleViolation(1), matter, startedAtMs: START, triggeredAtMs: START + lastsMs };
  expect(stillMoments(violation, wanted)).toEqual(moments.map((atMs) => START + atMs));
});
