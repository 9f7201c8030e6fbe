import { expect, test } from 'vitest';
import { buildManifest } from '../testing/sealed-package.js';
import { findUnmetConditions } from './unmet-conditions.js';

const digest = 'ab'.repeat(32);
const manifest = buildManifest({ gatewayId: 'pole-001', files: { 'media/a.jpg': Buffer.from('a') } });
const met = { deviceLegalReview: true, deviceTechReview: true, sitePublished: true, signagePosted: true };
const withStatus = (legalStatus: (typeof manifest)['device']['legalStatus']) => [
  { digest, manifest: { ...manifest, device: { ...manifest.device, legalStatus } }, registered: null },
];
const names = (unmet: ReturnType<typeof findUnmetConditions>) => unmet.map(({ condition }) => condition);

test('a case whose devices meet all, and that a person confirmed, may go out', () => {
  expect(findUnmetConditions('confirmed', withStatus(met))).toEqual([]);
});

test.each(['deviceLegalReview', 'deviceTechReview', 'sitePublished', 'signagePosted'] as const)(
  '%s is named when it is unmet',
  (condition) => {
    expect(names(findUnmetConditions('accepted', withStatus({ ...met, [condition]: false })))).toEqual([condition]);
  },
);

test('what the register says counts, and not what the package claims', () => {
  const claimed = withStatus({ ...met, signagePosted: false });
  const well = claimed.map((one) => ({ ...one, registered: [] }));
  expect(findUnmetConditions('confirmed', well)).toEqual([]);
  const lacking = { condition: 'calibration', code: 'ended', on: '2026-01-31', zh: '…', en: 'ended' } as const;
  const unmet = findUnmetConditions(
    'confirmed',
    withStatus(met).map((one) => ({ ...one, registered: [lacking] })),
  );
  expect(names(unmet)).toEqual(['calibration']);
  expect(unmet[0]?.where).toContain('by the register');
});

test.each(['candidate', 'in_review', 'rejected', 'expired', 'merged'] as const)(
  'what is %s was not reviewed',
  (state) => {
    expect(names(findUnmetConditions(state, withStatus(met)))).toEqual(['contentReviewed']);
  },
);

test('a record that ran out before the day of the violation does not hold; on its last day it does', () => {
  const day = new Date(manifest.violation.triggeredAtMs + 8 * 3_600_000).toISOString().slice(0, 10);
  const on = '2020-01-01';
  const until = (validUntil: string) =>
    withStatus({ ...met, records: { calibration: { on, validUntil }, deviceTechReview: { on, validUntil } } });
  expect(names(findUnmetConditions('confirmed', until(day)))).toEqual([]);
  expect(names(findUnmetConditions('confirmed', until('2020-12-31')))).toEqual(['deviceTechReview', 'calibration']);
});
