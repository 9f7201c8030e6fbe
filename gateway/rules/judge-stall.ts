import type { Box } from '@lamppost/contracts';
import { type Track, intersectionOverUnion } from '@lamppost/detectors';
import { hasFootInZone } from '../zones/is-in-zone.js';
import type { CameraLook } from './camera-look.js';
import type { Finding, Judgement } from './finding.js';
import { dropEnded, findOpen, joinOpen } from './join-open.js';
import type { StallRule, Zone } from './rule-document.js';
import type { RuleState } from './rule-state.js';

/** A person counts as standing when they have stayed in place for this long. */
const STANDING_MS = 2_000;
/** A vendor may step aside, or be hidden, for this long without the time starting anew. */
const GRACE_MS = 10_000;
/** Two looks further apart than this do not count as seen in between. */
const LONGEST_SEEN_GAP_MS = 2_500;
/** Pictures are taken for 16:9 where a length across is compared with one upwards. */
const HEIGHT_PER_WIDTH = 9 / 16;

/**
 * Judges one look by a stall rule: a person who stands in the zone with goods within their own height, for as long as the rule says.
 * Provisional: no model was trained for stalls; an officer verifies on site.
 */
export function judgeStall(rule: StallRule, zone: Zone, state: RuleState, look: CameraLook): Judgement {
  const open = dropEnded(state.open, look.atMs, rule.endsAfterSeconds * 1000);
  const stall = findStall(rule, zone, look);
  if (stall === null) {
    const isOver = state.presence !== null && look.atMs - state.presence.lastHeldAtMs > GRACE_MS;
    return { state: { open: [...open], presence: isOver ? null : state.presence }, findings: [] };
  }
  const presence = hold(state.presence, look.atMs);
  const dwellMs = look.atMs - presence.sinceMs;
  const coverage = dwellMs <= 0 ? 0 : Math.min(1, presence.heldMs / dwellMs);
  const key = `zone-${zone.id}`;
  const index = findOpen(open, { key, box: null, atMs: look.atMs });
  const isDue = dwellMs >= rule.forSeconds * 1000 && coverage >= rule.minCoverage;
  if (index < 0 && !isDue) return { state: { open: [...open], presence }, findings: [] };
  const joined = [...joinOpen(open, index, { key, box: null, lastSeenAtMs: look.atMs })];
  if (index >= 0) return { state: { open: joined, presence }, findings: [] };
  const finding: Finding = {
    key,
    startedAtMs: presence.sinceMs,
    triggeredAtMs: look.atMs,
    observedCoverage: coverage,
    subject: {
      label: 'stall',
      box: around(stall.person.box, stall.goods.box),
      score: Math.min(stall.person.score, stall.goods.score),
    },
    explanation: [
      {
        condition: `person standing with ${stall.goods.label} in zone ${zone.id}`,
        value: dwellMs,
        limit: rule.forSeconds * 1000,
        unit: 'ms',
        sinceMs: presence.sinceMs,
      },
    ],
  };
  return { state: { open: joined, presence }, findings: [finding] };
}

type Presence = NonNullable<RuleState['presence']>;

function hold(before: Presence | null, atMs: number): Presence {
  if (before === null || atMs - before.lastHeldAtMs > GRACE_MS) return { sinceMs: atMs, lastHeldAtMs: atMs, heldMs: 0 };
  return {
    sinceMs: before.sinceMs,
    lastHeldAtMs: atMs,
    heldMs: before.heldMs + seenBetween(before.lastHeldAtMs, atMs),
  };
}

function seenBetween(fromMs: number, toMs: number): number {
  return toMs - fromMs <= LONGEST_SEEN_GAP_MS ? toMs - fromMs : 0;
}

function findStall(rule: StallRule, zone: Zone, look: CameraLook): { person: Track; goods: Track } | null {
  const inZone = look.tracks.filter((track) => track.visible && hasFootInZone(track.box, zone.polygon));
  const people = inZone.filter(
    (track) =>
      track.label === 'person' &&
      track.stationarySinceMs !== null &&
      look.atMs - track.stationarySinceMs >= STANDING_MS,
  );
  const goods = look.tracks.filter(
    (track) => track.visible && track.stationarySinceMs !== null && rule.goods.some((label) => label === track.label),
  );
  for (const person of people) {
    const [nearest] = goods
      .filter((item) => isBeside(person.box, item.box))
      .sort((a, b) => distance(person.box, a.box) - distance(person.box, b.box));
    if (nearest !== undefined) return { person, goods: nearest };
  }
  return null;
}

/** Whether goods lie within the person's own height of them. */
function isBeside(person: Box, goods: Box): boolean {
  const reach = person.y2 - person.y1;
  const reachAcross = reach * HEIGHT_PER_WIDTH;
  const grown = {
    x1: person.x1 - reachAcross,
    y1: person.y1 - reach / 2,
    x2: person.x2 + reachAcross,
    y2: person.y2 + reach / 2,
  };
  return intersectionOverUnion(grown, goods) > 0;
}

/** Between the middles of two boxes, in widths of the frame. */
function distance(a: Box, b: Box): number {
  const across = (a.x1 + a.x2 - b.x1 - b.x2) / 2;
  const upwards = ((a.y1 + a.y2 - b.y1 - b.y2) / 2) * HEIGHT_PER_WIDTH;
  return Math.hypot(across, upwards);
}

function around(a: Box, b: Box): Box {
  return { x1: Math.min(a.x1, b.x1), y1: Math.min(a.y1, b.y1), x2: Math.max(a.x2, b.x2), y2: Math.max(a.y2, b.y2) };
}
