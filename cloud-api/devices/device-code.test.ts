import fc from 'fast-check';
import { expect, test } from 'vitest';
import { findCodeFaults } from './device-code.js';
import { DEFAULT_DEVICE_SETTINGS as SETTINGS } from './device-settings.js';

/** The example of the standard's fact sheet: Hangzhou, city management, IP camera. */
const GOOD = '33010600081326000001';

test.each([
  ['camera', GOOD],
  ['camera', '33010600081311000001'],
  ['gateway', '33010600082090000001'],
  ['monitor', '33010600081340000001'],
  ['speaker', '33010600081370000001'],
] as const)('a %s may have %s', (kind, code) => {
  expect(findCodeFaults(code, kind, SETTINGS)).toEqual([]);
});

test.each([
  ['3301060008132600000', 'it has 19 digits instead of 20'],
  ['330106000813260000012', 'it has 21 digits instead of 20'],
  ['33010600081326O00001', 'digit 15 is "O": it must be 20 digits'],
  ['99010600081326000001', 'digits 1-6 (division) are 990106: no province is 99'],
  ['33000600081326000001', 'digits 1-6 (division) are 330006: a county without a city'],
  ['33010600051326000001', 'digits 9-10 (industry) are 05: this town takes 08'],
  ['33010600081186000001', 'digits 11-13 (type) are 118: a camera has 131 or 132'],
])('%s of a camera: %s', (code, fault) => {
  expect(findCodeFaults(code, 'camera', SETTINGS)).toEqual([fault]);
});

test('several faults are all named, and an operator may take other industries and types', () => {
  const code = '99010600051186000001';
  expect(findCodeFaults(code, 'camera', SETTINGS)).toHaveLength(3);
  const others = { industries: ['05'], typeCodes: { ...SETTINGS.typeCodes, camera: ['118'] } };
  expect(findCodeFaults(code, 'camera', others)).toHaveLength(1);
});

test('no text but 20 digits passes, and access unit, network and serial are free', () => {
  const digits = (length: number) => fc.stringMatching(new RegExp(`^\\d{${length}}$`));
  fc.assert(
    fc.property(digits(2), digits(7), (unit, rest) => {
      expect(findCodeFaults(`330106${unit}08132${rest}`, 'camera', SETTINGS)).toEqual([]);
    }),
  );
  fc.assert(
    fc.property(fc.string(), (text) => {
      if (findCodeFaults(text, 'camera', SETTINGS).length === 0) expect(text).toMatch(/^\d{20}$/);
    }),
  );
});
