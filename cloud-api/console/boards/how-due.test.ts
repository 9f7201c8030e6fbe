import { expect, test } from 'vitest';
import { howDue } from './how-due.js';

test('a deadline is far, then soon in the last quarter of its time, then late', () => {
  const at = (nowMs: number) => howDue({ fromMs: 0, dueAtMs: 1_000, nowMs });
  expect(at(0)).toEqual({ how: 'far', lengthMs: 1_000 });
  expect(at(749)).toEqual({ how: 'far', lengthMs: 251 });
  expect(at(750)).toEqual({ how: 'soon', lengthMs: 250 });
  expect(at(1_000)).toEqual({ how: 'soon', lengthMs: 0 });
  expect(at(1_001)).toEqual({ how: 'late', lengthMs: 1 });
});
