import { expect, test } from 'vitest';
import { sectorOf } from './sector.js';

const PLACE = { lng: 120, lat: 30 };

test('a sector begins at its place and reaches towards its bearing', () => {
  const east = sectorOf(PLACE, { bearingDeg: 90, lengthM: 100, widthDeg: 60 });
  expect(east[0]).toEqual([30, 120]);
  for (const [, lng] of east.slice(1)) expect(lng).toBeGreaterThan(120);
  const middle = east[1 + (east.length - 2) / 2];
  expect(middle?.[0]).toBeCloseTo(30, 9);
  // 100 m are 0.001037 degrees of longitude at 30 degrees north.
  expect(middle?.[1]).toBeCloseTo(120.001037, 5);
  const south = sectorOf(PLACE, { bearingDeg: 180, lengthM: 100, widthDeg: 60 });
  for (const [lat] of south.slice(1)) expect(lat).toBeLessThan(30);
});
