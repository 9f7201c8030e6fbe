import type { Box } from '@lamppost/contracts';
import { type ForegroundObject, type Track, boxArea, intersectionOverUnion, shareWithin } from '@lamppost/detectors';
import { hasFootInZone } from '../zones/is-in-zone.js';
import type { CameraLook } from './camera-look.js';
import { HEIGHT_PER_WIDTH, around, distance, isWithin } from './judge-stall-geometry.js';
import type { Lingerer } from './judge-stall-people.js';
import type { StallEvidence, StallRule } from './document/stall-rule.js';
import type { Zone } from './document/zone.js';

/** Goods that stand still are there even where the model misses them: it finds small things in some looks only. */
const GOODS_SEEN_WITHIN_MS = 5_000;
/** A vehicle has stopped when it has stood for this long. */
const STOPPED_MS = 10_000;
/** Least size of an unknown object, as a share of the person beside it: what they may have put down is smaller. */
const LEAST_OBJECT_SHARE = 0.4;
/** An unknown object this many times as high as wide may be a person whom the detector misses. */
const TALLEST_OBJECT = 2;
/** Goods that fill the place of a person may be that person under another name, or what they stand before. */
const SAME_AS_PERSON_IOU = 0.5;
/** A person whose box lies within that of a two-wheeler by this share sits on it. */
const RIDER_SHARE = 0.5;
/** What stands for a stall in one look: something, and the people at it. */
export interface Sighting {
  /** Ways in which it was told, and what is called what by each; the one of `thing` first. */
  readonly evidence: readonly { readonly kind: StallEvidence; readonly label: string }[];
  readonly thing: Box;
  /** The thing and the people at it. */
  readonly box: Box;
  readonly trackIds: readonly number[];
  /** How far around the thing is still the same stall, in heights of the picture. */
  readonly reach: number;
  readonly score: number;
  /** Since when both the thing and the people have been there, and how much of that was seen. */
  readonly sinceMs: number;
  readonly seenMs: number;
  /** How still an unknown object was, 0 to 1; null for anything else. */
  readonly stability: number | null;
}

interface Thing {
  readonly kind: 'goods' | 'object';
  readonly label: string;
  readonly box: Box;
  /** Null where no model gave one. */
  readonly score: number | null;
  readonly sinceMs: number;
  readonly stability: number | null;
}

const NO_SIGHTINGS: readonly Sighting[] = [];

/** Finds what stands for a stall in a look, by each kind of evidence that the rule allows. */
export function findSightings(
  rule: StallRule,
  zone: Zone,
  look: CameraLook,
  people: readonly Lingerer[],
): readonly Sighting[] {
  const isAllowed = (evidence: StallEvidence) => rule.evidence.includes(evidence);
  // Only a model sees a stall where nobody is.
  if (people.length === 0) return isAllowed('model') ? byModel(zone, look) : NO_SIGHTINGS;
  return [
    ...(isAllowed('model') ? byModel(zone, look) : []),
    ...(isAllowed('gathering') ? byGathering(rule, zone, look, people) : []),
    ...byThings(
      [...(isAllowed('goods') ? goodsOf(rule, look) : []), ...(isAllowed('object') ? look.objects.map(toThing) : [])],
      zone,
      people,
    ),
  ];
}

function byModel(zone: Zone, look: CameraLook): Sighting[] {
  return look.tracks
    .filter(({ label, visible, box }) => label === 'stall' && visible && hasFootInZone(box, zone.polygon))
    .flatMap(({ trackId, label, box, anchorBox, score, stationarySinceMs, observedMs }) =>
      stationarySinceMs === null
        ? []
        : [
            {
              evidence: [{ kind: 'model' as const, label }],
              thing: anchorBox,
              box,
              trackIds: [trackId],
              reach: 0,
              score,
              sinceMs: stationarySinceMs,
              seenMs: observedMs,
              stability: null,
            },
          ],
    );
}

function byGathering(rule: StallRule, zone: Zone, look: CameraLook, people: readonly Lingerer[]): Sighting[] {
  const stopped = look.tracks.filter(
    ({ label, visible, stationarySinceMs }) =>
      visible &&
      rule.vehicles.some((vehicle) => vehicle === label) &&
      stationarySinceMs !== null &&
      look.atMs - stationarySinceMs >= STOPPED_MS,
  );
  return stopped.flatMap((vehicle) => {
    const crowd = people.filter(({ person }) => isBeside(person.box, vehicle.box) && !isRider(person, vehicle));
    if (crowd.length < rule.leastPeople) return [];
    const isIn = [vehicle, ...crowd.map(({ person }) => person)].some(({ box }) => hasFootInZone(box, zone.polygon));
    if (!isIn) return [];
    // It is a gathering from when the last of those who make it up came.
    const first = crowd.toSorted((a, b) => a.sinceMs - b.sinceMs).slice(0, rule.leastPeople);
    return [
      {
        evidence: [{ kind: 'gathering' as const, label: vehicle.label }],
        thing: vehicle.anchorBox,
        box: crowd.reduce((box, { person }) => around(box, person.box), vehicle.box),
        trackIds: [vehicle.trackId, ...crowd.map(({ person }) => person.trackId)],
        reach: heightOf(crowd),
        score: Math.min(vehicle.score, ...crowd.map(({ person }) => person.score)),
        sinceMs: Math.max(vehicle.stationarySinceMs ?? look.atMs, ...first.map(({ sinceMs }) => sinceMs)),
        seenMs: Math.min(vehicle.observedMs, ...first.map(({ seenMs }) => seenMs)),
        stability: null,
      },
    ];
  });
}

function isRider(person: Track, vehicle: Track): boolean {
  return vehicle.label === 'motorcycle' && shareWithin(person.box, vehicle.box) > RIDER_SHARE;
}

function heightOf(people: readonly Lingerer[]): number {
  return Math.max(...people.map(({ person }) => person.box.y2 - person.box.y1)) / 2;
}

/** Each person stands for the thing that is nearest to them: one who sells bowls on a table under an umbrella is one stall. */
function byThings(things: readonly Thing[], zone: Zone, people: readonly Lingerer[]): Sighting[] {
  return people.flatMap(({ person, sinceMs, seenMs }) => {
    const beside = things
      .filter((thing) => isBeside(person.box, thing.box) && isThingOfItsOwn(thing, person.box))
      .filter(({ box }) => hasFootInZone(person.box, zone.polygon) || hasFootInZone(box, zone.polygon))
      .sort((a, b) => distance(person.box, a.box) - distance(person.box, b.box));
    const [nearest] = beside;
    if (nearest === undefined) return [];
    return [
      {
        evidence: beside.filter(({ kind }, index) => beside.findIndex((other) => other.kind === kind) === index),
        thing: nearest.box,
        box: around(person.box, nearest.box),
        trackIds: [person.trackId],
        reach: (person.box.y2 - person.box.y1) / 2,
        score: Math.min(person.score, nearest.score ?? person.score),
        sinceMs: Math.max(sinceMs, nearest.sinceMs),
        seenMs,
        stability: beside.find(({ stability }) => stability !== null)?.stability ?? null,
      },
    ];
  });
}

function goodsOf(rule: StallRule, look: CameraLook): Thing[] {
  return look.tracks.flatMap(({ trackId, label, anchorBox, score, stationarySinceMs, lastSeenAtMs }) => {
    const isNamed = rule.goods.some((goods) => goods === label) && score >= rule.minGoodsScore;
    const isGoods = isNamed && look.furniture?.includes(trackId) !== true;
    if (!isGoods || stationarySinceMs === null || look.atMs - lastSeenAtMs > GOODS_SEEN_WITHIN_MS) return [];
    return [{ kind: 'goods', label, box: anchorBox, score, sinceMs: stationarySinceMs, stability: null }];
  });
}

function toThing({ box, sinceMs, stability }: ForegroundObject): Thing {
  return { kind: 'object', label: 'an unknown object', box, score: null, sinceMs, stability };
}

/** Whether a thing beside a person is likely to be neither that person, nor another one, nor what they carry. */
function isThingOfItsOwn({ kind, box }: Thing, person: Box): boolean {
  if (kind === 'goods') return intersectionOverUnion(box, person) < SAME_AS_PERSON_IOU;
  const isTall = (box.y2 - box.y1) * HEIGHT_PER_WIDTH > TALLEST_OBJECT * (box.x2 - box.x1);
  return !isTall && boxArea(box) >= LEAST_OBJECT_SHARE * boxArea(person);
}

/** Whether something lies within the person's own height of them. */
function isBeside(person: Box, thing: Box): boolean {
  return isWithin(person, thing, person.y2 - person.y1);
}
