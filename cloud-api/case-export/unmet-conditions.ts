import type { CaseState, EvidenceManifest, LegalRecord } from '@lamppost/contracts';
import type { MissingCondition } from '../devices/device.js';
import { routingDay } from '../jurisdiction/jurisdiction-store.js';

/** Conditions of 行政处罚法 art. 41 without which a record is no evidence. */
const DEVICE_CONDITIONS = ['deviceLegalReview', 'deviceTechReview', 'sitePublished', 'signagePosted'] as const;
/** States that say that a person reviewed the content and let it pass. */
const REVIEWED = ['confirmed', 'transferred', 'accepted', 'returned', 'corrected'] as const satisfies CaseState[];

/** A condition that does not hold, and where. */
export interface UnmetCondition {
  readonly condition: MissingCondition['condition'] | 'contentReviewed';
  readonly where: string;
}

/** A condition that does not hold by what a package states. */
interface ClaimedUnmet {
  readonly condition: (typeof DEVICE_CONDITIONS)[number] | 'calibration';
  readonly where: string;
}

/** A package, and what the register says was missing of its device when it captured; null where the device is not in the register. */
export interface JudgedPackage {
  readonly digest: string;
  readonly manifest: EvidenceManifest;
  readonly registered: readonly MissingCondition[] | null;
}

function isOver(record: LegalRecord | undefined, day: string): boolean {
  return record?.validUntil !== undefined && record.validUntil < day;
}

/** What a package itself says of its device on the day of its violation. A record that had run out on that day does not hold. */
export function findClaimedUnmet({
  device,
  violation,
}: Pick<EvidenceManifest, 'device' | 'violation'>): ClaimedUnmet[] {
  const { legalStatus } = device;
  const { records } = legalStatus;
  const day = routingDay(violation.triggeredAtMs);
  const unmet: ClaimedUnmet[] = DEVICE_CONDITIONS.flatMap((condition) => {
    if (!legalStatus[condition]) return [{ condition, where: 'as the package states it' }];
    return isOver(records?.[condition], day) ? [{ condition, where: `out of date on ${day}` }] : [];
  });
  return isOver(records?.calibration, day)
    ? [...unmet, { condition: 'calibration', where: `out of date on ${day}` }]
    : unmet;
}

/**
 * The conditions of art. 41 that the evidence of a case does not meet: of the devices on the day of each violation, by the register where they are in
 * it and else as the package states them, and of the case itself.
 */
export function findUnmetConditions(state: CaseState, packages: readonly JudgedPackage[]): UnmetCondition[] {
  const ofPackages = packages.flatMap(({ digest, manifest, registered }) => {
    const at = `${manifest.device.sourceId}, package ${digest.slice(0, 12)}`;
    if (registered !== null)
      return registered.map(({ condition, en }) => ({ condition, where: `${at}: by the register, ${en}` }));
    return findClaimedUnmet(manifest).map(({ condition, where }) => ({
      condition,
      where: `${at}: ${where}; the device is not in the register`,
    }));
  });
  return REVIEWED.some((one) => one === state)
    ? ofPackages
    : [{ condition: 'contentReviewed', where: `the case is ${state}` }, ...ofPackages];
}
