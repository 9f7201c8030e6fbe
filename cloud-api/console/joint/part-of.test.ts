import { expect, test } from 'vitest';
import { partOf } from './part-of.js';

const SUPPORT = { leadBureauId: 'chengguan', bureauId: 'police' };

test('each acts in the part of their bureau, as far as their roles allow', () => {
  const officer = ['case.read', 'case.transfer', 'case.accept'] as const;
  const of = (bureauId: string | null, permissions: readonly (typeof officer)[number][]) =>
    partOf(SUPPORT, { bureauId, permissions: [...permissions] });
  expect(of('chengguan', officer)).toEqual({ isLead: true, isSupporter: false });
  expect(of('police', officer)).toEqual({ isLead: false, isSupporter: true });
  expect(of('health', officer)).toEqual({ isLead: false, isSupporter: false });
  expect(of(null, officer)).toEqual({ isLead: true, isSupporter: true });
  expect(of('police', ['case.read'])).toEqual({ isLead: false, isSupporter: false });
  expect(partOf(SUPPORT, null)).toEqual({ isLead: false, isSupporter: false });
});
