import type { DeviceDetail, LegalCondition, LegalRecord } from './use-devices.js';

/** Conditions in the order in which a device gets them. */
export const CONDITIONS: readonly LegalCondition[] = [
  'deviceLegalReview',
  'deviceTechReview',
  'standardsConformity',
  'calibration',
  'signagePosted',
  'sitePublished',
];
const DAY_MS = 86_400_000;
/** A record that ends within so many days is renewed in time. */
const SOON_DAYS = 30;

/** What of a device says how it stands. */
export type Standing = Pick<DeviceDetail, 'standing'> & {
  readonly legal: readonly Pick<LegalRecord, 'condition' | 'from' | 'until'>[];
};

/** One line of the checklist. */
export interface CheckLine {
  readonly condition: LegalCondition | 'inUse';
  readonly state: 'holds' | 'ends-soon' | 'missing' | 'not-needed';
  /** Last day on which it holds; null: it has no end, or does not hold. */
  readonly until: string | null;
  /** Why it is missing, in words; null: it is not. */
  readonly why: { readonly zh: string; readonly en: string } | null;
}

function lineOf(condition: LegalCondition, { standing, legal }: Standing): CheckLine {
  const { day, missing } = standing;
  const lack = missing.find((one) => one.condition === condition);
  if (lack !== undefined) return { condition, state: 'missing', until: null, why: { zh: lack.zh, en: lack.en } };
  const records = legal.filter((record) => record.condition === condition);
  if (!records.some(({ from, until }) => from <= day && (until === null || until >= day)))
    return { condition, state: 'not-needed', until: null, why: null };
  // One that follows counts: nobody has to look after a certificate that was renewed in time.
  const ends = records.map(({ until }) => until);
  const until = ends.includes(null) ? null : (ends.sort().at(-1) ?? null);
  const soon = new Date(Date.parse(day) + SOON_DAYS * DAY_MS).toISOString().slice(0, 10);
  return { condition, state: until !== null && until <= soon ? 'ends-soon' : 'holds', until, why: null };
}

/** How a device stands to each condition on the day of its standing; a device that is out of use lacks that first. */
export function checkList(device: Standing): CheckLine[] {
  const lines = CONDITIONS.map((condition) => lineOf(condition, device));
  const retired = device.standing.missing.find(({ condition }) => condition === 'inUse');
  if (retired === undefined) return lines;
  return [{ condition: 'inUse', state: 'missing', until: null, why: { zh: retired.zh, en: retired.en } }, ...lines];
}
