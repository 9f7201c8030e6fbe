import { expect, test } from 'vitest';
import { toCsv } from './to-csv.js';

test('a list is written as the import takes it, commas and quotes in cells and all', () => {
  const power = { areaId: 'old-town', matterCode: '09 009', bureauId: 'chengguan', validFrom: '2026-01-01' };
  expect(
    toCsv([
      { ...power, validTo: null, legalBasis: '条例' },
      { ...power, validTo: '2026-12-31', legalBasis: '"条例", 第三条' },
    ]),
  ).toBe(
    [
      '片区编号,事项代码,部门编号,生效日期,截止日期,法律依据',
      'old-town,09 009,chengguan,2026-01-01,,条例',
      'old-town,09 009,chengguan,2026-01-01,2026-12-31,"""条例"", 第三条"',
      '',
    ].join('\n'),
  );
});
