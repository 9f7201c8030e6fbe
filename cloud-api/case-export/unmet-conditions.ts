import type { CaseState, EvidenceManifest, LegalRecord } from '@lamppost/contracts';
import { routingDay } from '../jurisdiction/jurisdiction-store.js';

/** Conditions of 行政处罚法 art. 41 without which a record is no evidence. */
const DEVICE_CONDITIONS = ['deviceLegalReview', 'deviceTechReview', 'sitePublished', 'signagePosted'] as const;
/** States that say that a person reviewed the content and let it pass. */
const REVIEWED = ['confirmed', 'transferred', 'accepted', 'returned', 'corrected'] as const satisfies CaseState[];

/** A condition that does not hold, and where. */
export interface UnmetCondition {
  readonly condition: (typeof DEVICE_CONDITIONS)[number] | 'calibration' | 'contentReviewed';
  readonly where: string;
}

function isOver(record: LegalRecord | undefined, day: string): boolean {
  return record?.validUntil !== undefined && record.validUntil < day;
}

/**
 * The conditions of art. 41 that the evidence of a case does not meet: of the devices as each package states them on the day of its violation, and
 * of the case itself. A record that had run out on that day does not hold.
 */
export function findUnmetConditions(
  state: CaseState,
  packages: readonly { readonly digest: string; readonly manifest: EvidenceManifest }[],
): UnmetCondition[] {
  const ofPackages = packages.flatMap(({ digest, manifest }) => {
    const { device, violation } = manifest;
    const { legalStatus } = device;
    const { records } = legalStatus;
    const day = routingDay(violation.triggeredAtMs);
    const where = `${device.sourceId}, package ${digest.slice(0, 12)}`;
    const unmet: UnmetCondition[] = DEVICE_CONDITIONS.flatMap((condition) => {
      if (!legalStatus[condition]) return [{ condition, where }];
      return isOver(records?.[condition], day) ? [{ condition, where: `${where}: out of date on ${day}` }] : [];
    });
    return isOver(records?.calibration, day)
      ? [...unmet, { condition: 'calibration' as const, where: `${where}: out of date on ${day}` }]
      : unmet;
  });
  return REVIEWED.some((one) => one === state)
    ? ofPackages
    : [{ condition: 'contentReviewed', where: `the case is ${state}` }, ...ofPackages];
}
