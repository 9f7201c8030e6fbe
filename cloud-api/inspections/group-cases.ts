import type { Matter } from '@lamppost/contracts';
import { distanceM, surroundingsOf, type Coordinates } from '../cases/joining/distance.js';
import { groupBy } from './group-by.js';
import type { InspectionKind } from './inspection.js';

/** Cases that one visit looks at, at most: more are more than one visit. */
const MOST_AT_ONCE = 20;

/** An open case, as far as it tells whether one visit serves it together with others. */
export interface CaseAt {
  readonly caseId: string;
  readonly bureauId: string | null;
  readonly matter: Matter;
  readonly placeName: string;
  readonly place: Coordinates;
  readonly plates: readonly string[];
  /** Gateway, source and zone of a stall; null for other matters. */
  readonly spot: string | null;
}

/** Cases that one visit may look at together. */
export interface CaseGroup {
  readonly kind: InspectionKind;
  /** By their IDs. */
  readonly cases: readonly CaseAt[];
}

function kindOf(cases: readonly CaseAt[]): InspectionKind {
  const [first] = cases;
  if (first?.plates.some((plate) => cases.every(({ plates }) => plates.includes(plate))) === true) return 'plate';
  if (first?.spot != null && cases.every(({ spot }) => spot === first.spot)) return 'spot';
  return 'place';
}

function byId(a: CaseAt, b: CaseAt): number {
  return a.caseId < b.caseId ? -1 : a.caseId > b.caseId ? 1 : 0;
}

/**
 * Groups cases that lie within `radiusM` of the oldest of them, and of what is left those of one vehicle. A case is in one group at most; the
 * same cases give the same groups.
 */
export function groupCases(given: readonly CaseAt[], radiusM: number): CaseGroup[] {
  const cases = [...given].sort(byId);
  const left = new Map(cases.map((one) => [one.caseId, one]));
  const groups: CaseGroup[] = [];
  const take = (members: readonly CaseAt[]) => {
    if (members.length < 2) return;
    for (const { caseId } of members) left.delete(caseId);
    groups.push({ kind: kindOf(members), cases: members });
  };
  // By strips of latitude as high as the radius, so that each case is held against few others.
  const height = Math.max(1e-6, surroundingsOf({ lng: 0, lat: 0 }, Math.max(1, radiusM)).north);
  const stripOf = ({ place }: CaseAt) => Math.floor(place.lat / height);
  const strips = groupBy(cases, stripOf);
  for (const seed of cases) {
    if (!left.has(seed.caseId)) continue;
    const near = [-1, 0, 1]
      .flatMap((step) => strips.get(stripOf(seed) + step) ?? [])
      .filter((one) => left.has(one.caseId) && distanceM(one.place, seed.place) <= radiusM);
    take(near.sort(byId).slice(0, MOST_AT_ONCE));
  }
  const ofVehicle = groupBy(
    [...left.values()].filter(({ plates }) => plates.length > 0),
    ({ plates }) => plates[0],
  );
  for (const members of ofVehicle.values()) take(members.slice(0, MOST_AT_ONCE));
  return groups;
}
