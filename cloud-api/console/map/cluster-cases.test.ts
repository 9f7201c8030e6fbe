import { expect, test } from 'vitest';
import { clusterCases } from './cluster-cases.js';
import type { MapCase } from './use-map-data.js';

const TOWN = { west: 119, south: 29, east: 121, north: 31 };
const caseAt = (n: number, lng: number, severity: number): MapCase => ({
  caseId: `LP-20260301-00000${n}`,
  state: 'candidate',
  matter: 'dust',
  severity,
  placeName: 'place',
  bureauId: null,
  dueAtMs: null,
  triggeredAtMs: 0,
  lng,
  lat: 30,
});

test('cases that lie close together are one mark, with the severity of the gravest, until the map is near enough', () => {
  const marks = clusterCases([caseAt(1, 120, 2), caseAt(2, 120.001, 5), caseAt(3, 120.5, 1)]);
  const far = marks(TOWN, 10);
  expect(far).toHaveLength(2);
  expect(far.find(({ kind }) => kind === 'cluster')).toMatchObject({ count: 2, severity: 5 });
  const near = marks(TOWN, 18);
  expect(near.map(({ kind }) => kind)).toEqual(['case', 'case', 'case']);
});

test('none are lost, and none are twice', () => {
  const cases = Array.from({ length: 500 }, (_, n) => caseAt(n, 119.5 + n / 1_000, 1 + (n % 5)));
  for (const zoom of [8, 12, 16]) {
    const total = clusterCases(cases)(TOWN, zoom).reduce(
      (sum, mark) => sum + (mark.kind === 'cluster' ? mark.count : 1),
      0,
    );
    expect(total).toBe(500);
  }
});
