import type { DeskSettings } from '../settings/desk-settings.js';
import { isSameOffence, type Sighting } from './same-offence.js';

/** An open case, and all that it joins together. */
export interface JoinableCase {
  readonly caseId: string;
  readonly caseNumber: number;
  /** Whether nobody has done anything with it: only then it may be merged into another by itself. */
  readonly isUntouched: boolean;
  readonly sightings: readonly Sighting[];
}

/** What becomes of a violation: it opens a case, or joins one, into which others are merged that it shows to be the same. */
export type JoiningDecision =
  | { readonly kind: 'open' }
  | { readonly kind: 'join'; readonly caseId: string; readonly absorbedCaseIds: readonly string[] };

function platesOf(sightings: readonly Sighting[]): ReadonlySet<string> {
  return new Set(sightings.flatMap(({ plate }) => plate ?? []));
}

/** Whether all plates are of one vehicle: two vehicles never share a case. */
function isOneVehicle(...groups: readonly (readonly Sighting[])[]): boolean {
  return platesOf(groups.flat()).size <= 1;
}

function nearestMs(sighting: Sighting, { sightings }: JoinableCase): number {
  return Math.min(...sightings.map(({ startedAtMs }) => Math.abs(startedAtMs - sighting.startedAtMs)));
}

/**
 * Decides which case a violation belongs to. As long as nobody has touched the cases, and no plates contradict each other, the cases that come
 * about are the connected components of "is the same offence", in whichever order the violations arrive: one that connects two cases merges the
 * later into the earlier.
 */
export function decideJoining(
  joining: DeskSettings['joining'],
  sighting: Sighting,
  cases: readonly JoinableCase[],
): JoiningDecision {
  const matching = cases.filter(
    ({ sightings }) =>
      sightings.some((other) => isSameOffence(joining, sighting, other)) && isOneVehicle(sightings, [sighting]),
  );
  // The nearest in time matters only where several vehicles stand to choose from; else it would hang on the order of arrival.
  const isChoice = !isOneVehicle(...matching.map(({ sightings }) => sightings));
  const [target, ...others] = [...matching].sort(
    (a, b) =>
      Number(a.isUntouched) - Number(b.isUntouched) ||
      (isChoice ? nearestMs(sighting, a) - nearestMs(sighting, b) : 0) ||
      a.caseNumber - b.caseNumber,
  );
  if (target === undefined) return { kind: 'open' };
  let joined: readonly Sighting[] = [...target.sightings, sighting];
  const absorbedCaseIds: string[] = [];
  for (const other of others) {
    if (!other.isUntouched || !isOneVehicle(joined, other.sightings)) continue;
    joined = [...joined, ...other.sightings];
    absorbedCaseIds.push(other.caseId);
  }
  return { kind: 'join', caseId: target.caseId, absorbedCaseIds };
}
