import type { CaseSummary } from '@lamppost/contracts';
import { expect, test } from 'vitest';
import { appendOlder, mergeNewest, type LoadedCases } from './case-list.js';

function page(ids: readonly number[], nextCursor: string | null): LoadedCases {
  return { cases: ids.map((id) => ({ caseId: `${id}` }) as CaseSummary), nextCursor };
}
function ids(loaded: LoadedCases): string {
  return loaded.cases.map((found) => found.caseId).join(' ');
}

test('new cases come before those that were loaded, and the older pages stay', () => {
  const loaded = appendOlder(page([5, 4, 3], 'below 3'), page([2, 1], null));
  const merged = mergeNewest(loaded, page([7, 6, 5], 'below 5'));
  expect(ids(merged)).toBe('7 6 5 4 3 2 1');
  expect(merged.nextCursor).toBeNull();
});

test('after a gap the list begins anew, so that none is left out', () => {
  const merged = mergeNewest(page([3, 2, 1], null), page([9, 8, 7], 'below 7'));
  expect(ids(merged)).toBe('9 8 7');
  expect(merged.nextCursor).toBe('below 7');
});

test('the first page is taken as it is', () => {
  expect(mergeNewest(null, page([], null))).toEqual(page([], null));
  expect(ids(mergeNewest(page([2, 1], null), page([3, 2, 1], null)))).toBe('3 2 1');
});

test('an older page that overlaps shows no case twice', () => {
  expect(ids(appendOlder(page([5, 4], 'x'), page([4, 3], null)))).toBe('5 4 3');
});
