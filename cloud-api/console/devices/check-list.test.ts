import { expect, test } from 'vitest';
import { checkList, type Standing } from './check-list.js';

const day = '2026-03-01';
const from = '2026-01-01';

function stateOf(standing: Standing, condition: string) {
  return checkList(standing).find((line) => line.condition === condition);
}

test('a condition is missing as the cloud says, and says why', () => {
  const why = { zh: '法制审核：无记录', en: 'legal review: no record' };
  const missing = [{ condition: 'deviceLegalReview' as const, code: 'no-record' as const, on: null, ...why }];
  const standing = { standing: { day, missing }, legal: [] };
  expect(stateOf(standing, 'deviceLegalReview')).toMatchObject({ state: 'missing', why });
  expect(stateOf(standing, 'calibration')).toMatchObject({ state: 'not-needed', why: null });
});

test.each([
  ['2026-12-31', 'holds'],
  ['2026-04-01', 'holds'],
  ['2026-03-31', 'ends-soon'],
  ['2026-03-01', 'ends-soon'],
  [null, 'holds'],
] as const)('a record until %s %s', (until, state) => {
  const standing = {
    standing: { day, missing: [] },
    legal: [{ condition: 'calibration' as const, from, until }],
  };
  expect(stateOf(standing, 'calibration')).toMatchObject({ state, until });
});

test('a record that follows takes the place of one that ends soon', () => {
  const legal = [
    { condition: 'calibration' as const, from, until: '2026-03-10' },
    { condition: 'calibration' as const, from: '2026-03-11', until: '2027-03-10' },
  ];
  const standing = { standing: { day, missing: [] }, legal };
  expect(stateOf(standing, 'calibration')).toMatchObject({ state: 'holds', until: '2027-03-10' });
});

test('a device out of use lacks that first', () => {
  const retired = { condition: 'inUse' as const, code: 'retired' as const, on: day, zh: '已停用', en: 'out of use' };
  const [first] = checkList({ standing: { day, missing: [retired] }, legal: [] });
  expect(first).toMatchObject({ condition: 'inUse', state: 'missing' });
});
