import { expect, test } from 'vitest';
import type { Area, AreaGeometry } from './area.js';
import { findImportChanges, type Lists } from './find-import-changes.js';
import type { Power } from './power.js';

const NOTHING: Lists = { bureaus: [], areas: [], grids: [], powers: [] };
const square = (size: number): AreaGeometry => ({
  type: 'Polygon',
  coordinates: [
    [
      [0, 0],
      [size, 0],
      [size, size],
      [0, 0],
    ],
  ],
});
const area = (areaId: string, size: number): Area => ({ areaId, name: `area ${areaId}`, geometry: square(size) });
const power = (areaId: string, matterCode: string, over: Partial<Power> = {}): Power => ({
  ...{ areaId, matterCode, bureauId: 'chengguan', validFrom: '2026-01-01', validTo: null, legalBasis: 'list' },
  ...over,
});

test('what is there as the file says is no change', () => {
  const lists: Lists = {
    bureaus: [{ bureauId: 'chengguan', nameZh: '城管局', nameEn: null }],
    areas: [area('old-town', 1)],
    grids: [{ grid: '330106001001001', name: 'one', geometry: square(1) }],
    powers: [power('old-town', '09 009')],
  };
  expect(findImportChanges(lists, structuredClone(lists))).toEqual([]);
});

test('a new name, a new outline and a new area are told apart from what stays', () => {
  const changes = findImportChanges(
    {
      ...NOTHING,
      bureaus: [{ bureauId: 'chengguan', nameZh: '综合执法局', nameEn: null }],
      areas: [area('old-town', 2), area('new-town', 1), area('west', 1)],
    },
    {
      ...NOTHING,
      bureaus: [{ bureauId: 'chengguan', nameZh: '城管局', nameEn: null }],
      areas: [area('old-town', 1), area('west', 1)],
    },
  );
  expect(changes).toEqual([
    { kind: 'bureau', change: 'changed', id: 'chengguan', name: '综合执法局' },
    { kind: 'area', change: 'changed', id: 'old-town', name: 'area old-town' },
    { kind: 'area', change: 'added', id: 'new-town', name: 'area new-town' },
  ]);
});

test('the list of an area that is named is replaced, the lists of others stay', () => {
  const [ended, over, elsewhere] = [power('old-town', '09 009'), power('old-town', '09 006'), power('west', '09 006')];
  const [until, fresh] = [{ ...ended, validTo: '2026-12-31' }, power('old-town', '07 001')];
  expect(
    findImportChanges({ ...NOTHING, powers: [until, fresh] }, { ...NOTHING, powers: [ended, over, elsewhere] }),
  ).toEqual([
    { kind: 'power', change: 'changed', power: until, before: ended },
    { kind: 'power', change: 'added', power: fresh, before: null },
    { kind: 'power', change: 'removed', power: over, before: null },
  ]);
});
