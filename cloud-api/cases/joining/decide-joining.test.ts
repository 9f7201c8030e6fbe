import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_DESK_SETTINGS } from '../settings/desk-settings.js';
import { decideJoining, type JoinableCase } from './decide-joining.js';
import { cellsOf, distanceM, surroundingsOf } from './distance.js';
import { isSameOffence, overlapOf, type Sighting } from './same-offence.js';

const { joining } = DEFAULT_DESK_SETTINGS;
const MINUTE_MS = 60_000;

function sight(given: Partial<Sighting> & { atMinute?: number }): Sighting {
  const { atMinute = 0, ...rest } = given;
  return {
    gatewayId: 'pole-1',
    sourceId: 'camera-1',
    matter: 'parking',
    place: { lng: 120.16, lat: 30.28 },
    plate: null,
    box: { x1: 0.2, y1: 0.3, x2: 0.5, y2: 0.7 },
    startedAtMs: atMinute * MINUTE_MS,
    triggeredAtMs: (atMinute + 1) * MINUTE_MS,
    ...rest,
  };
}

const elsewhere = { x1: 0.7, y1: 0.1, x2: 0.9, y2: 0.3 };
const nearby = { lng: 120.161, lat: 30.28 };
const far = { lng: 120.17, lat: 30.28 };

describe('the same offence', () => {
  test.each<[string, Partial<Sighting>, Partial<Sighting> & { atMinute: number }, boolean]>([
    ['the same place in the picture, soon after', {}, { atMinute: 8 }, true],
    ['the same place in the picture, much later', {}, { atMinute: 30 }, false],
    ['another place in the picture', {}, { atMinute: 2, box: elsewhere }, false],
    ['another camera, without plates', {}, { atMinute: 0, sourceId: 'camera-2' }, false],
    [
      'the same plate at another camera',
      { plate: '浙A12345' },
      { atMinute: 60, sourceId: 'c-2', place: nearby, plate: '浙A12345' },
      true,
    ],
    [
      'the same plate at another pole',
      { plate: '浙A12345' },
      { atMinute: 60, gatewayId: 'pole-2', place: nearby, plate: '浙A12345' },
      true,
    ],
    [
      'the same plate far away',
      { plate: '浙A12345' },
      { atMinute: 60, gatewayId: 'pole-2', place: far, plate: '浙A12345' },
      false,
    ],
    ['the same plate, hours later', { plate: '浙A12345' }, { atMinute: 180, plate: '浙A12345' }, false],
    ['two plates at one place', { plate: '浙A12345' }, { atMinute: 2, plate: '浙A99999' }, false],
    ['a plate that was read once', { plate: '浙A12345' }, { atMinute: 2 }, true],
    [
      'one fire at two poles',
      { matter: 'burning' },
      { matter: 'burning', atMinute: 5, gatewayId: 'pole-2', place: { lng: 120.1605, lat: 30.28 } },
      true,
    ],
    ['fires apart', { matter: 'burning' }, { matter: 'burning', atMinute: 5, gatewayId: 'pole-2', place: far }, false],
    ['two matters', {}, { atMinute: 0, matter: 'stall' }, false],
    ['one dust monitor', { matter: 'dust', box: null }, { matter: 'dust', box: null, atMinute: 45 }, true],
  ])('%s: %#', (_, first, second, isSame) => {
    const [a, b] = [sight(first), sight(second)];
    expect(isSameOffence(joining, a, b)).toBe(isSame);
    expect(isSameOffence(joining, b, a)).toBe(isSame);
  });

  test('boxes overlap with themselves wholly, with others in part or not at all', () => {
    expect(overlapOf(elsewhere, elsewhere)).toBeCloseTo(1);
    expect(overlapOf(elsewhere, { x1: 0.1, y1: 0.1, x2: 0.2, y2: 0.2 })).toBe(0);
    expect(overlapOf({ x1: 0, y1: 0, x2: 0.2, y2: 0.2 }, { x1: 0.1, y1: 0, x2: 0.3, y2: 0.2 })).toBeCloseTo(1 / 3);
  });
});

const coordinates = fc.record({
  lng: fc.double({ min: 73, max: 135, noNaN: true }),
  lat: fc.double({ min: 18, max: 54, noNaN: true }),
});

test('two places within the radius always share a cell that both are placed under', () => {
  const shift = fc.double({ min: -0.02, max: 0.02, noNaN: true });
  fc.assert(
    fc.property(coordinates, shift, shift, fc.integer({ min: 0, max: 1_000 }), (a, lng, lat, radiusM) => {
      const b = { lng: a.lng + lng, lat: a.lat + lat };
      if (distanceM(a, b) > radiusM) return;
      const { south, north, west, east } = surroundingsOf(a, radiusM);
      const slack = 1e-9;
      expect(b.lat >= south - slack && b.lat <= north + slack && b.lng >= west - slack && b.lng <= east + slack).toBe(
        true,
      );
      const cells = cellsOf(surroundingsOf(b, radiusM));
      expect(cellsOf(surroundingsOf(a, radiusM)).some((cell) => cells.includes(cell))).toBe(true);
      expect(cells.length).toBeLessThanOrEqual(9);
    }),
  );
});

/** Plays the arrival of violations, and gives the groups that come about. */
function arrive(sightings: readonly Sighting[]): readonly (readonly Sighting[])[] {
  let cases: JoinableCase[] = [];
  sightings.forEach((sighting, index) => {
    const decision = decideJoining(joining, sighting, cases);
    if (decision.kind === 'open') {
      cases.push({ caseId: `${index}`, caseNumber: index, isUntouched: true, sightings: [sighting] });
      return;
    }
    const gone = new Set(decision.absorbedCaseIds);
    const absorbed = cases.filter(({ caseId }) => gone.has(caseId)).flatMap((one) => one.sightings);
    cases = cases
      .filter(({ caseId }) => !gone.has(caseId))
      .map((one) =>
        one.caseId === decision.caseId ? { ...one, sightings: [...one.sightings, ...absorbed, sighting] } : one,
      );
  });
  return cases.map((one) => one.sightings);
}

function namesOf(groups: readonly (readonly Sighting[])[]): string[] {
  const name = (one: Sighting) =>
    `${one.gatewayId} ${one.sourceId} ${one.startedAtMs} ${one.box?.x1 ?? '-'} ${one.plate ?? '-'}`;
  return groups.map((group) => group.map(name).sort().join('; ')).sort();
}

const box = fc.integer({ min: 0, max: 6 }).map((n) => ({ x1: n / 10, y1: 0.1, x2: n / 10 + 0.3, y2: 0.5 }));
const crowd = (plates: fc.Arbitrary<string | null>, matter: Sighting['matter']) =>
  fc
    .uniqueArray(
      fc.record({ minute: fc.integer({ min: 0, max: 90 }), pole: fc.integer({ min: 1, max: 2 }), box, plate: plates }),
      { maxLength: 9, selector: (one) => JSON.stringify(one) },
    )
    .map((many) =>
      many.map(({ minute, pole, ...rest }) => sight({ ...rest, matter, atMinute: minute, gatewayId: `pole-${pole}` })),
    );
const shuffled = (crowds: fc.Arbitrary<Sighting[]>) =>
  crowds.chain((many) => fc.tuple(fc.constant(many), fc.shuffledSubarray(many, { minLength: many.length })));

describe('joining', () => {
  test.each(['parking', 'stall', 'burning'] as const)(
    'of %s, the order of arrival does not matter to which cases there are',
    (matter) => {
      fc.assert(
        fc.property(shuffled(crowd(fc.constant(null), matter)), ([many, other]) => {
          expect(namesOf(arrive(other))).toEqual(namesOf(arrive(many)));
        }),
      );
    },
  );

  test('nor does it where all plates that were read are one vehicle’s', () => {
    fc.assert(
      fc.property(shuffled(crowd(fc.constantFrom('浙A12345', null), 'parking')), ([many, other]) => {
        expect(namesOf(arrive(other))).toEqual(namesOf(arrive(many)));
      }),
    );
  });

  test('two vehicles never share a case, and no violation is lost', () => {
    fc.assert(
      fc.property(crowd(fc.constantFrom('浙A12345', '浙A99999', null), 'parking'), (many) => {
        const groups = arrive(many);
        expect(groups.flat()).toHaveLength(many.length);
        for (const group of groups) expect(new Set(group.flatMap(({ plate }) => plate ?? [])).size).toBeLessThan(2);
      }),
    );
  });

  test('a case that somebody is at is not merged into another', () => {
    const early = { caseId: 'a', caseNumber: 1, isUntouched: true, sightings: [sight({ atMinute: 0 })] };
    const late = { caseId: 'b', caseNumber: 2, isUntouched: false, sightings: [sight({ atMinute: 18 })] };
    const between = sight({ atMinute: 9 });
    expect(decideJoining(joining, between, [early, late])).toEqual({
      kind: 'join',
      caseId: 'b',
      absorbedCaseIds: ['a'],
    });
    const bothTouched = [{ ...early, isUntouched: false }, late];
    expect(decideJoining(joining, between, bothTouched)).toEqual({ kind: 'join', caseId: 'a', absorbedCaseIds: [] });
  });
});
