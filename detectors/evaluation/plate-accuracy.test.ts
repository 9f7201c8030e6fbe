import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { alignTexts } from './align-texts.js';
import { plateAccuracy } from './plate-accuracy.js';
import { plateOfName } from './plate-of-name.js';

const text = fc.array(fc.constantFrom('沪', 'A', 'B', '0', '8'), { maxLength: 9 }).map((parts) => parts.join(''));

describe('plateAccuracy', () => {
  test('counts whole plates, characters and what was taken for what', () => {
    const accuracy = plateAccuracy([
      { expected: '沪A12345', read: '沪A12345' },
      { expected: '沪AB8888', read: '沪A88888' },
      { expected: '苏B80000', read: '苏80000' },
      { expected: '皖A00001', read: '' },
    ]);
    expect(accuracy).toMatchObject({ plates: 4, whole: 1, wholeShare: 0.25, characters: 28, charactersRight: 19 });
    expect(accuracy.characterShare).toBeCloseTo(19 / 28, 12);
    expect(accuracy.confusions).toContainEqual({ expected: 'B', read: '8', count: 1 });
    expect(accuracy.confusions).toContainEqual({ expected: 'B', read: '', count: 1 });
    expect(accuracy.confusions[0]).toEqual({ expected: '0', read: '', count: 4 });
  });

  test('says nothing of no plates, and tells no more confusions than can be read', () => {
    expect(plateAccuracy([])).toMatchObject({ plates: 0, wholeShare: null, characterShare: null, confusions: [] });
    const odd = Array.from({ length: 60 }, (_, index) => ({
      expected: String.fromCharCode(0x4e00 + index),
      read: 'A',
    }));
    expect(plateAccuracy(odd).confusions).toHaveLength(30);
  });
});

describe('alignTexts', () => {
  test('keeps both texts, in order, and spends no more changes than the longer one has characters', () => {
    fc.assert(
      fc.property(text, text, (expected, read) => {
        const pairs = alignTexts(expected, read);
        expect(pairs.map((pair) => pair.expected ?? '').join('')).toBe(expected);
        expect(pairs.map((pair) => pair.read ?? '').join('')).toBe(read);
        const changes = pairs.filter((pair) => pair.expected !== pair.read).length;
        expect(changes).toBeLessThanOrEqual(Math.max(expected.length, read.length));
        expect(changes).toBe(alignTexts(read, expected).filter((pair) => pair.expected !== pair.read).length);
      }),
    );
  });

  test('finds no change between equal texts', () => {
    fc.assert(
      fc.property(text, (same) => {
        expect(alignTexts(same, same).every((pair) => pair.expected === pair.read)).toBe(true);
      }),
    );
  });
});

test('plateOfName reads the name up to the first underscore, without separators', () => {
  expect(plateOfName('a/b/沪AMS087.jpg')).toBe('沪AMS087');
  expect(plateOfName('沪AMS087_1.jpg')).toBe('沪AMS087');
  expect(plateOfName('沪A·MS087_back.png')).toBe('沪AMS087');
  expect(plateOfName('粤bd12345.jpg')).toBe('粤BD12345');
  expect(plateOfName('粤Z1234港.jpg')).toBe('粤Z1234港');
  expect(plateOfName('ccpd_demo_0.jpg')).toBeNull();
  expect(plateOfName('IMG.jpg')).toBeNull();
});
