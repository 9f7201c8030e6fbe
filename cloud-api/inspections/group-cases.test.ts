import fc from 'fast-check';
import { expect, test } from 'vitest';
import { distanceM } from '../cases/joining/distance.js';
import { groupCases, type CaseAt } from './group-cases.js';

const RADIUS_M = 50;
const caseAt = fc.record({
  matter: fc.constantFrom('parking', 'stall', 'burning', 'dust'),
  metresNorth: fc.integer({ min: 0, max: 400 }),
  metresEast: fc.integer({ min: 0, max: 400 }),
  plates: fc.subarray(['浙A00001', '浙A00002'], { maxLength: 1 }),
});
const street: fc.Arbitrary<CaseAt[]> = fc.array(caseAt, { maxLength: 40 }).map((cases) =>
  cases.map(({ matter, metresNorth, metresEast, plates }, index) => ({
    caseId: `LP-20260301-${index.toString().padStart(6, '0')}`,
    bureauId: null,
    ...{ matter, placeName: '某路', plates, spot: null },
    place: { lng: 120 + metresEast / 96_000, lat: 30 + metresNorth / 111_195 },
  })),
);

test('each case is in one group at most, and each group is of one vehicle or within the radius of its oldest', () => {
  fc.assert(
    fc.property(street, (cases) => {
      const groups = groupCases(cases, RADIUS_M);
      const grouped = groups.flatMap((group) => group.cases.map(({ caseId }) => caseId));
      expect(new Set(grouped).size).toBe(grouped.length);
      for (const { kind, cases: members } of groups) {
        expect(members.length).toBeGreaterThan(1);
        const [oldest] = members;
        const isNear = members.every(({ place }) => oldest !== undefined && distanceM(place, oldest.place) <= RADIUS_M);
        expect(isNear || kind === 'plate').toBe(true);
      }
    }),
  );
});

test('whatever the order in which cases come, the groups are the same, and nobody with a near neighbour is left alone', () => {
  fc.assert(
    fc.property(street, fc.nat(), (cases, seed) => {
      const groups = groupCases(cases, RADIUS_M);
      const turned = [...cases.slice(seed % (cases.length + 1)), ...cases.slice(0, seed % (cases.length + 1))];
      expect(groupCases(turned, RADIUS_M)).toEqual(groups);
      const grouped = new Set(groups.flatMap((group) => group.cases));
      const alone = cases.filter((one) => !grouped.has(one));
      for (const one of alone)
        for (const other of alone)
          if (one !== other) expect(distanceM(one.place, other.place)).toBeGreaterThan(RADIUS_M);
    }),
  );
});
