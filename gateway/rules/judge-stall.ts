import type { Condition } from '@lamppost/contracts';
import { boxArea, intersectionOverUnion } from '@lamppost/detectors';
import type { CameraLook } from './camera-look.js';
import type { Finding } from './finding.js';
import type { Judgement } from './judgement.js';
import { dropEnded, joinOpen } from './join-open.js';
import { findSightings } from './judge-stall-evidence.js';
import { around } from './judge-stall-geometry.js';
import { followPeople, lingerers } from './judge-stall-people.js';
import { type SeenPlace, type StallPlace, followPlaces } from './judge-stall-places.js';
import type { StallEvidence, StallRule } from './document/stall-rule.js';
import type { Zone } from './document/zone.js';
import type { OpenViolation, RuleState } from './rule-state.js';

/** Evidence is told when it held for this share of the time in which any did. */
const TOLD_SHARE = 0.5;

/**
 * Judges one look by a stall rule: a place in the zone where people linger at goods, at an unknown object that has come to stand there or
 * at a stopped vehicle, or where a model of the town's own sees a stall, for as long as the rule says. Each place is found once. Unproven
 * unless a model tells it: an officer verifies on site.
 */
export function judgeStall(rule: StallRule, zone: Zone, state: RuleState, look: CameraLook): Judgement {
  const { atMs } = look;
  const people = look.tracks.filter(({ label, visible }) => label === 'person' && visible);
  const kept = followPeople(state.presence?.people ?? [], people, atMs);
  const sightings = findSightings(rule, zone, look, lingerers(kept, people, atMs));
  const { seen, missed } = followPlaces(state.presence?.places ?? [], sightings, atMs, rule.graceSeconds * 1000);
  let open = dropEnded(state.open, atMs, rule.endsAfterSeconds * 1000);
  const findings: Finding[] = [];
  for (const shown of seen) {
    const { place } = shown;
    const dwellMs = atMs - place.sinceMs;
    const coverage = dwellMs <= 0 ? 0 : Math.min(1, place.heldMs / dwellMs);
    const index = findOpenPlace(open, place);
    const isDue = dwellMs >= rule.forSeconds * 1000 && coverage >= rule.minCoverage;
    if (index < 0 && !isDue) continue;
    open = joinOpen(open, index, { key: place.key, box: place.box, lastSeenAtMs: atMs });
    if (index < 0) findings.push(toFinding(rule, zone, shown, { atMs, dwellMs, coverage }));
  }
  const places = [...seen.map(({ place }) => place), ...missed];
  return { state: { open: [...open], presence: { people: kept, places } }, findings };
}

/** The open violation whose place this is. Vendors come back after a walk: it is the same stall until its violation ends. */
function findOpenPlace(open: readonly OpenViolation[], { key, box }: StallPlace): number {
  const byPlace = open.findIndex(
    (violation) => violation.box !== null && intersectionOverUnion(violation.box, box) > 0,
  );
  return byPlace >= 0 ? byPlace : open.findIndex((violation) => violation.key === key);
}

function toFinding(
  rule: StallRule,
  zone: Zone,
  { place, sightings }: SeenPlace,
  { atMs, dwellMs, coverage }: { readonly atMs: number; readonly dwellMs: number; readonly coverage: number },
): Finding {
  const [closest] = sightings.toSorted((a, b) => boxArea(a.box) - boxArea(b.box));
  return {
    key: place.key,
    startedAtMs: place.sinceMs,
    triggeredAtMs: atMs,
    observedCoverage: coverage,
    subject: {
      label: 'stall',
      // Its things, and the people closest to them: others at the place may be customers, or chance.
      box: sightings.map(({ thing }) => thing).reduce(around, closest?.box ?? place.box),
      score: Math.min(...sightings.map(({ score }) => score)),
    },
    explanation: explain(rule, zone, place, dwellMs),
  };
}

function explain(rule: StallRule, zone: Zone, place: StallPlace, dwellMs: number): Condition[] {
  const kinds = Object.entries(place.held)
    .map(([evidence, { ms, label }]) => ({ evidence: evidence as StallEvidence, ms, label }))
    .filter(({ ms }, _, all) => ms >= TOLD_SHARE * Math.max(...all.map((other) => other.ms)))
    .sort((a, b) => b.ms - a.ms);
  const { sinceMs } = place;
  const conditions: Condition[] = kinds.map(({ evidence, ms, label }, index) => ({
    condition: describe(evidence, label, zone.id),
    // The first says how long the stall was there; the others, for how much of that they were seen too.
    value: index === 0 ? dwellMs : Math.round(ms),
    limit: index === 0 ? rule.forSeconds * 1000 : null,
    unit: 'ms',
    sinceMs,
  }));
  if (place.stability !== null && kinds.some(({ evidence }) => evidence === 'object')) {
    const value = Math.round(place.stability * 100) / 100;
    conditions.push({
      condition: 'unknown object seen in place, still',
      value,
      limit: null,
      unit: 'fraction',
      sinceMs,
    });
  }
  if (!kinds.some(({ evidence }) => evidence === 'model')) {
    const condition = 'unproven: no stall model; told by what stands together, to be verified on site';
    conditions.push({ condition, value: null, limit: null, unit: null, sinceMs });
  }
  if (zone.tier === 'banned') {
    const condition = `trade is banned in zone ${zone.id}: no vending point counts`;
    conditions.push({ condition, value: null, limit: null, unit: null, sinceMs });
  }
  return conditions;
}

function describe(evidence: StallEvidence, label: string, zoneId: string): string {
  switch (evidence) {
    case 'goods':
    case 'object':
      return `person standing with ${label} in zone ${zoneId}`;
    case 'gathering':
      return `people gathered at stopped ${label} in zone ${zoneId}`;
    case 'model':
      return `stall seen by a model in zone ${zoneId}`;
    default:
      return evidence satisfies never;
  }
}
