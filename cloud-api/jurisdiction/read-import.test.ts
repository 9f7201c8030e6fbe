import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findImportFaults, readImport } from './read-import.js';

const HEADER = 'areaId,matterCode,bureauId,validFrom,validTo,legalBasis';
const ROW = 'town,09 009,police,2026-01-01,,"Road Traffic Safety Law, art. 114"';

function faultsOf(text: string, format: 'csv' | 'geojson' | 'json') {
  const read = readImport(text, format);
  return read.status === 'wrong' ? read.faults.map(({ line, field }) => `${line} ${field}`) : [];
}

describe('a power list in CSV', () => {
  test('is read, with a header in English or Chinese, in any order', () => {
    const entry = {
      ...{ areaId: 'town', matterCode: '09 009', bureauId: 'police', validFrom: '2026-01-01', validTo: null },
      legalBasis: 'Road Traffic Safety Law, art. 114',
    };
    expect(readImport(`\uFEFF${HEADER}\r\n${ROW}\r\n`, 'csv')).toEqual({
      status: 'read',
      content: { bureaus: [], areas: [], grids: [], powers: [{ value: entry, line: 2 }] },
    });
    const chinese =
      '法律依据,片区编号,事项代码,部门编号,生效日期,截止日期\n清单,town,09 009,police,2026-01-01,2026-12-31\n';
    expect(readImport(chinese, 'csv')).toMatchObject({
      content: { powers: [{ value: { legalBasis: '清单', validTo: '2026-12-31' } }] },
    });
  });

  test('tells each fault with its line', () => {
    const text = [
      HEADER,
      ROW,
      'town,9009,police,2026-01-01,,law',
      '',
      'town,09 009,police,2026-02-30,,law',
      'town,09 009,police,2026-03-01,2026-02-28,law',
      'town,09 009,police,2026-03-01,,',
    ].join('\n');
    expect(faultsOf(text, 'csv')).toEqual(['3 matterCode', '5 validFrom', '6 validTo', '7 legalBasis']);
    expect(faultsOf('areaId,matterCode\n', 'csv')).toEqual(['1 bureauId, validFrom, validTo, legalBasis']);
    expect(faultsOf(`${HEADER}\n${ROW}\na,b\n`, 'csv')).toEqual(['3 ']);
    expect(faultsOf(`${HEADER}\n"a`, 'csv')).toHaveLength(1);
  });
});

const feature = (coordinates: string) => `{
  "type": "FeatureCollection",
  "features": [
    { "type": "Feature",
      "properties": { "areaId": "town", "name": "镇区" },
      "geometry": { "type": "Polygon",
        "coordinates": ${coordinates} } } ] }`;

describe('areas in GeoJSON', () => {
  test('are read', () => {
    expect(readImport(feature('[[[0,0],[1,0],[1,1],[0,0]]]'), 'geojson')).toMatchObject({
      content: { areas: [{ line: 4, value: { areaId: 'town', name: '镇区', geometry: { type: 'Polygon' } } }] },
    });
  });

  test.each([
    ['[[[0,0],[1,0],[1,1],[0,1]]]', '7 features.0.geometry.coordinates.0'],
    ['[[[0,0],[1,0],[0,0]]]', '7 features.0.geometry.coordinates.0'],
    ['[[[0,0],[1,91],[1,1],[0,0]]]', '7 features.0.geometry.coordinates.0.1.1'],
  ])('%s is refused', (coordinates, fault) => {
    expect(faultsOf(feature(coordinates), 'geojson')).toContain(fault);
  });
});

test('a broken JSON is told with its line', () => {
  expect(faultsOf('{\n"bureaus": [\n{ "bureauId": "x" "nameZh": "y" }]}', 'json')).toEqual(['3 ']);
});

test('entries that are doubled, or name what nobody knows, are found', () => {
  const text = `${HEADER}\n${ROW}\n${ROW}\nother,09 009,nobody,2026-01-01,,law\n`;
  const read = readImport(text, 'csv');
  const faults =
    read.status === 'read' ? findImportFaults(read.content, { bureauIds: ['police'], areaIds: ['town'] }) : [];
  expect(faults).toMatchObject([
    { line: 3, message: 'it stands on line 2 already' },
    { line: 4, field: 'bureauId' },
    { line: 4, field: 'areaId' },
  ]);
});

test('no text makes it throw', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('csv', 'geojson', 'json'), (text, format) => {
      expect(['read', 'wrong']).toContain(readImport(text, format).status);
      expect(['read', 'wrong']).toContain(readImport(`${HEADER}\n${text}`, format).status);
    }),
  );
});
