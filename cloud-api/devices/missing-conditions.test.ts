import fc from 'fast-check';
import { expect, test } from 'vitest';
import { LegalCondition } from './device.js';
import { DEFAULT_DEVICE_SETTINGS } from './device-settings.js';
import { findMissing, lastDayOf, type LegalStanding } from './missing-conditions.js';

const { required } = DEFAULT_DEVICE_SETTINGS;
const day = '2026-06-15';
type Records = LegalStanding['legal'];
const all = (from: string, until: string | null): Records =>
  LegalCondition.options.map((condition) => ({ condition, from, until }));
const missingOf = (legal: Records, given: Partial<LegalStanding> = {}, on = day) =>
  findMissing({ kind: 'monitor', legal, retiredOn: null, ...given }, on, required).map(
    ({ condition, code }) => `${condition} ${code}`,
  );

test('with every record nothing is missing, from its first day to its last', () => {
  const records = all('2026-06-01', '2026-06-30');
  expect(missingOf(records)).toEqual([]);
  expect(missingOf(records, {}, '2026-06-01')).toEqual([]);
  expect(missingOf(records, {}, '2026-06-30')).toEqual([]);
  expect(missingOf(records, {}, '2026-05-31')).toHaveLength(6);
  expect(missingOf(records, {}, '2026-07-01')).toHaveLength(6);
});

test('what is missing says why, in both languages', () => {
  const found = findMissing(
    {
      kind: 'monitor',
      legal: [
        { condition: 'calibration', from: '2025-06-01', until: '2026-05-31' },
        { condition: 'sitePublished', from: '2026-07-01', until: null },
      ],
      retiredOn: '2026-06-01',
    },
    day,
    required,
  );
  expect(found).toEqual([
    {
      condition: 'inUse',
      code: 'retired',
      on: '2026-06-01',
      zh: '设备已于2026-06-01停用',
      en: 'the device was taken out of use on 2026-06-01',
    },
    {
      condition: 'deviceLegalReview',
      code: 'no-record',
      on: null,
      zh: '法制审核：无记录',
      en: 'legal review: no record',
    },
    {
      condition: 'deviceTechReview',
      code: 'no-record',
      on: null,
      zh: '技术审核：无记录',
      en: 'technical review: no record',
    },
    {
      condition: 'standardsConformity',
      code: 'no-record',
      on: null,
      zh: '标准符合性：无记录',
      en: 'conformity to standards: no record',
    },
    {
      condition: 'calibration',
      code: 'ended',
      on: '2026-05-31',
      zh: '检定（校准）证书：已于2026-05-31到期',
      en: 'calibration certificate: ended on 2026-05-31',
    },
    {
      condition: 'signagePosted',
      code: 'no-record',
      on: null,
      zh: '现场设置标志：无记录',
      en: 'sign on site: no record',
    },
    {
      condition: 'sitePublished',
      code: 'not-yet',
      on: '2026-07-01',
      zh: '设置地点公布：自2026-07-01起才有效',
      en: 'publication of its location: only from 2026-07-01 on',
    },
  ]);
});

test('a camera needs no calibration, but one that ran out counts', () => {
  const others = all('2026-01-01', null).filter(({ condition }) => condition !== 'calibration');
  expect(missingOf(others, { kind: 'camera' })).toEqual([]);
  const over = [...others, { condition: 'calibration' as const, from: '2025-01-01', until: '2025-12-31' }];
  expect(missingOf(over, { kind: 'camera' })).toEqual(['calibration ended']);
  // What came later says nothing of the day, nor does a gap that was closed by then.
  const later = [...others, { condition: 'calibration' as const, from: '2026-08-01', until: null }];
  expect(missingOf(later, { kind: 'camera' })).toEqual([]);
  const renewed = [...over, { condition: 'calibration' as const, from: '2026-06-15', until: '2027-06-14' }];
  expect(missingOf(renewed, { kind: 'camera' })).toEqual([]);
});

test('a condition holds on a day exactly when one of its records covers the day', () => {
  const days = fc
    .integer({ min: 0, max: 60 })
    .map((n) => new Date(Date.UTC(2026, 0, 1 + n)).toISOString().slice(0, 10));
  const record = fc.tuple(days, fc.option(days)).map(([a, b]) => ({
    condition: 'signagePosted' as const,
    ...(b === null ? { from: a, until: null } : { from: a < b ? a : b, until: a < b ? b : a }),
  }));
  fc.assert(
    fc.property(fc.array(record, { maxLength: 6 }), days, (records, on) => {
      const isCovered = records.some(({ from, until }) => from <= on && (until === null || on <= until));
      const isMissing = missingOf(records, {}, on).some((text) => text.startsWith('signagePosted'));
      expect(isMissing).toBe(!isCovered);
      const last = lastDayOf('signagePosted', records);
      if (last !== null) expect(records.every(({ until }) => until !== null && until <= last)).toBe(true);
    }),
  );
});
