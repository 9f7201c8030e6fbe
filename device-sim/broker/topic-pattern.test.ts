import { expect, test } from 'vitest';
import { isCoveredBy } from './topic-pattern.js';

test.each([
  ['a/b/c', 'a/b/c', true],
  ['a/b', 'a/b/c', false],
  ['a/b/c', 'a/b', false],
  ['a/b/c', 'a/+/c', true],
  ['a/b/c', 'a/+', false],
  ['a/b', 'a/+', true],
  ['a', 'a/#', true],
  ['a/b/c', 'a/#', true],
  ['b', 'a/#', false],
  ['a/#', 'a/#', true],
  ['a/#', 'a/+', false],
  ['a/+', 'a/+', true],
  ['a/+', 'a/b', false],
  ['#', 'a/#', false],
  ['+/b', 'a/b', false],
  ['a/', 'a/+', true],
  ['$SYS/x', '#', false],
  ['$SYS/x', '+/x', false],
])('%j covered by %j: %j', (filter, pattern, covered) => {
  expect(isCoveredBy(filter, pattern)).toBe(covered);
});
