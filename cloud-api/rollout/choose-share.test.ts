import fc from 'fast-check';
import { expect, test } from 'vitest';
import { chooseShare } from './choose-share.js';

const group = fc.uniqueArray(fc.stringMatching(/^[a-z0-9]{1,8}$/), { minLength: 1, maxLength: 60 });
const percent = fc.integer({ min: 1, max: 100 });

test('a share is as great as it says, whatever the order of the group, and a greater one only adds', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 1e6 }), group, percent, percent, (rolloutId, ids, a, b) => {
      const small = chooseShare(rolloutId, ids, Math.min(a, b));
      const great = chooseShare(rolloutId, [...ids].reverse(), Math.max(a, b));
      expect(small.size).toBe(Math.ceil((ids.length * Math.min(a, b)) / 100));
      expect([...small].every((id) => great.has(id))).toBe(true);
    }),
  );
  expect(chooseShare(1, ['a', 'b'], 100)).toEqual(new Set(['a', 'b']));
});

test('another roll-out begins with others', () => {
  const ids = Array.from({ length: 100 }, (_, n) => `pole-${n}`);
  expect(chooseShare(1, ids, 10)).not.toEqual(chooseShare(2, ids, 10));
});
