import { expect, test } from 'vitest';
import { chooseColumn } from './choose-column.js';

const NONE = { waiting: 0, sent: 0, taken: 0, reported: 0, closed: 3 };

test('the board begins where something waits for whoever looks', () => {
  expect(chooseColumn({ ...NONE, waiting: 2, sent: 1 }, { goesOnSite: false })).toBe('waiting');
  expect(chooseColumn({ ...NONE, waiting: 2, reported: 1 }, { goesOnSite: false })).toBe('reported');
  expect(chooseColumn({ ...NONE, waiting: 2, sent: 1 }, { goesOnSite: true })).toBe('sent');
  expect(chooseColumn({ ...NONE, sent: 1, taken: 1 }, { goesOnSite: true })).toBe('taken');
  expect(chooseColumn(NONE, { goesOnSite: false })).toBe('waiting');
  expect(chooseColumn(NONE, { goesOnSite: true })).toBe('sent');
});
