import { expect, test } from 'vitest';
import { powerInForce } from './power-in-force.js';

test.each([
  ['2026-03-01', null, '2026-02-28', 'later'],
  ['2026-03-01', null, '2026-03-01', 'now'],
  ['2026-03-01', '2026-03-31', '2026-03-31', 'now'],
  ['2026-03-01', '2026-03-31', '2026-04-01', 'over'],
] as const)('an entry from %s to %s is, on %s, %s', (validFrom, validTo, day, standing) => {
  expect(powerInForce({ validFrom, validTo }, day)).toBe(standing);
});
