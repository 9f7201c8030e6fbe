import { expect, test } from 'vitest';
import { chooseColumn } from './choose-column.js';

const NONE = { waiting: 0, sent: 0, taken: 0, reported: 0, closed: 3 };

test('the board begins where something waits for whoever looks', () => {
  expect(chooseColumn({ ...NONE, waiting: 2, sent: 1 }, { maySend: true })).toBe('waiting');
  expect(chooseColumn({ ...NONE, waiting: 2, reported: 1 }, { maySend: true })).toBe('reported');
  expect(chooseColumn({ ...NONE, waiting: 2, sent: 1 }, { maySend: false })).toBe('sent');
  expect(chooseColumn({ ...NONE, sent: 1, taken: 1 }, { maySend: false })).toBe('taken');
  expect(chooseColumn(NONE, { maySend: true })).toBe('waiting');
  expect(chooseColumn(NONE, { maySend: false })).toBe('sent');
});
