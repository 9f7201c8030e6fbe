import type { DeviceKind, LegalCondition, LegalRecord, MissingCondition } from './device.js';
import { LegalCondition as Conditions } from './device.js';
import type { DeviceSettings } from './device-settings.js';

/** What of a device says whether its records may be evidence. */
export interface LegalStanding {
  readonly kind: DeviceKind;
  readonly legal: readonly Pick<LegalRecord, 'condition' | 'from' | 'until'>[];
  /** Last day on which it was in use, in Beijing; null while it is. */
  readonly retiredOn: string | null;
}

const NAMES: Readonly<Record<LegalCondition, { readonly zh: string; readonly en: string }>> = {
  deviceLegalReview: { zh: '法制审核', en: 'legal review' },
  deviceTechReview: { zh: '技术审核', en: 'technical review' },
  standardsConformity: { zh: '标准符合性', en: 'conformity to standards' },
  calibration: { zh: '检定（校准）证书', en: 'calibration certificate' },
  signagePosted: { zh: '现场设置标志', en: 'sign on site' },
  sitePublished: { zh: '设置地点公布', en: 'publication of its location' },
};

/** Name of a condition in the reader's language. */
export function nameCondition(condition: LegalCondition): { readonly zh: string; readonly en: string } {
  return NAMES[condition];
}

function latest(days: readonly string[]): string | null {
  return days.reduce<string | null>((best, day) => (best === null || day > best ? day : best), null);
}

function judge(
  condition: LegalCondition,
  standing: LegalStanding,
  day: string,
  isRequired: boolean,
): MissingCondition[] {
  const records = standing.legal.filter((record) => record.condition === condition);
  if (records.some(({ from, until }) => from <= day && (until === null || until >= day))) return [];
  const { zh, en } = NAMES[condition];
  const ended = latest(records.flatMap(({ from, until }) => (from <= day && until !== null ? [until] : [])));
  if (ended !== null)
    return [{ condition, code: 'ended', on: ended, zh: `${zh}：已于${ended}到期`, en: `${en}: ended on ${ended}` }];
  if (!isRequired) return [];
  const [begins] = records.map(({ from }) => from).sort();
  if (begins !== undefined)
    return [
      { condition, code: 'not-yet', on: begins, zh: `${zh}：自${begins}起才有效`, en: `${en}: only from ${begins} on` },
    ];
  return [{ condition, code: 'no-record', on: null, zh: `${zh}：无记录`, en: `${en}: no record` }];
}

/**
 * What is missing on the day of a capture (in Beijing) before what the device recorded may be evidence, 行政处罚法 art. 41. A condition that is not
 * required of its kind is missing only where a record of it has run out.
 */
export function findMissing(
  standing: LegalStanding,
  day: string,
  required: DeviceSettings['required'],
): MissingCondition[] {
  const { kind, retiredOn } = standing;
  const missing = Conditions.options.flatMap((condition) =>
    judge(condition, standing, day, required[kind].includes(condition)),
  );
  if (retiredOn === null || retiredOn >= day) return missing;
  const retired = { zh: `设备已于${retiredOn}停用`, en: `the device was taken out of use on ${retiredOn}` };
  return [{ condition: 'inUse', code: 'retired', on: retiredOn, ...retired }, ...missing];
}

/** Last day on which a condition holds by what is written down; null where it has no record, or no end. */
export function lastDayOf(condition: LegalCondition, legal: LegalStanding['legal']): string | null {
  const records = legal.filter((record) => record.condition === condition);
  if (records.some(({ until }) => until === null)) return null;
  return latest(records.flatMap(({ until }) => (until === null ? [] : [until])));
}
