import type { EvidenceManifest } from '@lamppost/contracts';
import { expect, test } from 'vitest';
import { buildManifest } from '../testing/sealed-package.js';
import { findTimeFault, isClockInDoubt } from './clock-doubt.js';

const NOW_MS = Date.parse('2026-03-01T02:00:00Z');
const MINUTE_MS = 60_000;
const GOOD = { source: 'kernel', synchronised: true } as const;
const READING = { server: 'ntp.example', measuredAtMs: NOW_MS, offsetMs: 3, uncertaintyMs: 10 } as const;

function manifestOf(sealedAtMs: number, clock: EvidenceManifest['clock'] = GOOD): EvidenceManifest {
  const manifest = buildManifest({ gatewayId: 'pole-001', files: {}, sealedAtMs });
  return { ...manifest, clock };
}

test.each([
  ['just now', NOW_MS, null],
  ['by a clock that is four minutes ahead', NOW_MS + 4 * MINUTE_MS, null],
  ['tomorrow', NOW_MS + 24 * 60 * MINUTE_MS, 'ahead'],
  ['a month ago, and brought late', NOW_MS - 30 * 24 * 60 * MINUTE_MS, null],
  ['in 1970', 5_000, 'long-ago'],
] as const)('sealed %s', (_name, sealedAtMs, fault) => {
  expect(findTimeFault(manifestOf(sealedAtMs), NOW_MS)).toBe(fault);
  expect(isClockInDoubt(manifestOf(sealedAtMs), NOW_MS)).toBe(fault !== null);
});

test.each([
  ['is not synchronised', { source: 'kernel', synchronised: false }],
  ['says nothing', { source: 'unknown', synchronised: null }],
  ['was measured to be off by more than 1.0 s', { ...GOOD, reading: { ...READING, offsetMs: 995 } }],
] as const)('a clock that %s is in doubt', (_name, clock) => {
  expect(isClockInDoubt(manifestOf(NOW_MS, clock), NOW_MS)).toBe(true);
});

test('a clock that was measured well is in no doubt', () => {
  expect(isClockInDoubt(manifestOf(NOW_MS, { ...GOOD, reading: READING }), NOW_MS)).toBe(false);
});
