import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Area, AreaGeometry } from './area.js';
import { boxOf, isInArea } from './is-in-area.js';
import type { Power } from './power.js';
import { route } from './route.js';

type Ring = [number, number][];
const square = (west: number, south: number, size: number): Ring => [
  [west, south],
  [west + size, south],
  [west + size, south + size],
  [west, south + size],
  [west, south],
];
const area = (areaId: string, geometry: AreaGeometry): Area => ({ areaId, name: areaId, geometry });
const polygon = (...rings: Ring[]): AreaGeometry => ({ type: 'Polygon', coordinates: rings });
const power = (areaId: string, bureauId: string, over: Partial<Power> = {}): Power => ({
  ...{ areaId, bureauId, matterCode: '09 009', validFrom: '2026-01-01', validTo: null, legalBasis: '清单 1' },
  ...over,
});
const bureaus = [
  { bureauId: 'chengguan', nameZh: '城管局', nameEn: 'urban management' },
  { bureauId: 'police', nameZh: '交警大队', nameEn: null },
];
const request = { place: { lng: 0.5, lat: 0.5 }, matterCode: '09 009', day: '2026-03-01' };
const routed = (areas: Area[], powers: Power[], over: Partial<typeof request> = {}) =>
  route({ ...request, ...over }, { bureaus, areas, powers });

const degrees = fc.integer({ min: -40, max: 40 });
/** Star-shaped around a centre, with whole-degree centre: any number of corners, each at its own distance. */
const shape = fc.record({
  lng: degrees,
  lat: degrees,
  radii: fc.array(fc.double({ min: 0.2, max: 9, noNaN: true }), { minLength: 3, maxLength: 12 }),
});
function star({ lng, lat, radii }: { lng: number; lat: number; radii: number[] }): Ring {
  const ring = radii.map((radius, index): [number, number] => {
    const angle = (2 * Math.PI * index) / radii.length;
    return [lng + radius * Math.cos(angle), lat + radius * Math.sin(angle)];
  });
  return [...ring, ring[0] ?? [lng, lat]];
}
const place = fc.record({
  lng: fc.double({ min: -50, max: 50, noNaN: true }),
  lat: fc.double({ min: -50, max: 50, noNaN: true }),
});

describe('any areas and lists', () => {
  test('a place goes to the bureaus whose entries hold there and then, and to no other', () => {
    const lists = fc.uniqueArray(
      fc.record({
        shape,
        bureauId: fc.constantFrom('chengguan', 'police'),
        from: fc.integer({ min: 1, max: 28 }),
        days: fc.option(fc.integer({ min: 0, max: 27 })),
      }),
      { maxLength: 6, selector: (entry) => entry },
    );
    const march = (day: number) => `2026-03-${String(Math.min(day, 31)).padStart(2, '0')}`;
    fc.assert(
      fc.property(lists, place, fc.integer({ min: 1, max: 31 }), (entries, at, day) => {
        const areas = entries.map((entry, index) => area(`area-${index}`, polygon(star(entry.shape))));
        const powers = entries.map(({ bureauId, from, days }, index) =>
          power(`area-${index}`, bureauId, {
            validFrom: march(from),
            validTo: days === null ? null : march(from + days),
          }),
        );
        const expected = entries.filter(
          ({ from, days }, index) =>
            isInArea(areas[index]?.geometry ?? polygon(), at) &&
            day >= from &&
            (days === null || day <= Math.min(from + days, 31)),
        );
        const result = routed(areas, powers, { place: at, day: march(day) });
        const bureauIds = [...new Set(expected.map(({ bureauId }) => bureauId))].sort();
        expect(result.bureauIds).toEqual(bureauIds);
        expect(result.status).toBe(['none', 'one', 'overlap'][bureauIds.length]);
        expect(result.steps.length).toBeGreaterThan(0);
        // The order in which they are given does not matter.
        expect(
          route(
            { ...request, place: at, day: march(day) },
            { bureaus, areas: areas.toReversed(), powers: powers.toReversed() },
          ),
        ).toEqual(result);
      }),
    );
  });

  test('the box around an area holds each place in it', () => {
    fc.assert(
      fc.property(shape, place, (given, at) => {
        const geometry = polygon(star(given));
        const box = boxOf(geometry);
        if (isInArea(geometry, at)) {
          expect(at.lng >= box.minLng && at.lng <= box.maxLng && at.lat >= box.minLat && at.lat <= box.maxLat).toBe(
            true,
          );
        }
        expect(isInArea(geometry, given)).toBe(true);
      }),
    );
  });
});

test('a hole is not part of the area; its border, and the outer one, are', () => {
  const holed = area('town', polygon(square(0, 0, 10), square(4, 4, 2)));
  const status = (lng: number, lat: number) =>
    routed([holed], [power('town', 'police')], { place: { lng, lat } }).status;
  expect([status(1, 1), status(5, 5), status(4, 5), status(0, 3), status(11, 1)]).toEqual([
    'one',
    'none',
    'one',
    'one',
    'none',
  ]);
});

test('an area may be of several parts', () => {
  const islands = area('islands', { type: 'MultiPolygon', coordinates: [[square(0, 0, 1)], [square(5, 5, 1)]] });
  const status = (at: number) =>
    routed([islands], [power('islands', 'police')], { place: { lng: at, lat: at } }).status;
  expect([status(0.5), status(3), status(5.5)]).toEqual(['one', 'none', 'one']);
});

test('on the border of two areas both bureaus have a say', () => {
  const areas = [area('west', polygon(square(0, 0, 1))), area('east', polygon(square(1, 0, 1)))];
  const powers = [power('west', 'chengguan'), power('east', 'police')];
  expect(routed(areas, powers, { place: { lng: 1, lat: 0.5 } })).toMatchObject({
    ...{ status: 'overlap', bureauIds: ['chengguan', 'police'] },
    zh: '2026-03-01 该地点事项 09 009 有 2 个部门均有权限（城管局、交警大队），转协调',
  });
});

test('two entries for one bureau are no overlap', () => {
  const areas = [area('town', polygon(square(0, 0, 1))), area('street', polygon(square(0.4, 0.4, 0.2)))];
  expect(routed(areas, [power('town', 'police'), power('street', 'police')])).toMatchObject({
    ...{ status: 'one', bureauIds: ['police'] },
  });
});

test.each([
  ['2025-12-31', 'none', 'power-not-yet'],
  ['2026-01-01', 'one', 'power-holds'],
  ['2026-06-30', 'one', 'power-holds'],
  ['2026-07-01', 'none', 'power-over'],
])('on %s an entry from 2026-01-01 to 2026-06-30 gives %s', (day, status, kind) => {
  const result = routed(
    [area('town', polygon(square(0, 0, 1)))],
    [power('town', 'police', { validTo: '2026-06-30' })],
    { day },
  );
  expect(result.status).toBe(status);
  expect(result.steps.map((step) => step.kind)).toEqual(['area-holds', kind]);
});

test('what did not match is told in words', () => {
  const town = area('town', polygon(square(0, 0, 1)));
  const other = routed([town], [power('town', 'police', { matterCode: '06 020' })]);
  expect(other.steps.at(-1)).toMatchObject({
    ...{ kind: 'area-without-power', en: 'the list of "town" does not name matter 09 009' },
  });
  expect(other.zh).toBe('2026-03-01 没有部门被赋予该地点事项 09 009 的权限，转上级指定');
  expect(routed([], []).steps).toMatchObject([{ kind: 'no-area', zh: '地点不在任何片区内' }]);
});
