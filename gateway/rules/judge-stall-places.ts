import { Box, EpochMs } from '@lamppost/contracts';
import { intersectionOverUnion } from '@lamppost/detectors';
import { z } from 'zod';
import { around, distance, isWithin } from './judge-stall-geometry.js';
import type { Sighting } from './judge-stall-evidence.js';
import { seenBetween } from './judge-stall-people.js';
import { StallEvidence } from './document/stall-rule.js';

/** Time in which the box of a place draws back from where nothing of it is seen any more. */
const SHRINK_MS = 30_000;
const MAX_PLACES = 32;
const MAX_TRACKS = 16;
/** Places are numbered by this grain of the picture. */
const KEY_GRAIN = 50;

/** A place where something stands for a stall; plain data. */
export const StallPlace = z.strictObject({
  /** Unique among the places of a rule that began at the same time. */
  key: z.string(),
  /** Around its things, without the people. */
  box: Box,
  sinceMs: EpochMs,
  lastHeldAtMs: EpochMs,
  /** How much of the time since then it was seen to be a stall, by any evidence. */
  heldMs: z.number().min(0),
  /** The same by each kind of evidence, and what was last seen by it. */
  held: z.partialRecord(StallEvidence, z.strictObject({ ms: z.number().min(0), label: z.string() })),
  /** Of an unknown object, how still it was when it was last seen, 0 to 1. */
  stability: z.number().min(0).max(1).nullable(),
  /** Tracks of those who were last seen there. */
  trackIds: z.array(z.int().min(0)),
});
export type StallPlace = z.infer<typeof StallPlace>;

/** A place that a look shows, with what it shows of it. */
export interface SeenPlace {
  readonly place: StallPlace;
  readonly sightings: readonly Sighting[];
}

/** Places after a look. */
export interface FollowedPlaces {
  readonly seen: readonly SeenPlace[];
  /** Places that the look does not show, and that are not given up yet. */
  readonly missed: readonly StallPlace[];
}

/** Brings the sightings of a look to the places they belong to: by where things stand, or else by who stands there; or to new ones. */
export function followPlaces(
  before: readonly StallPlace[],
  sightings: readonly Sighting[],
  atMs: number,
  graceMs: number,
): FollowedPlaces {
  const alive = before.filter(({ lastHeldAtMs }) => atMs - lastHeldAtMs <= graceMs && lastHeldAtMs <= atMs);
  const groups = new Map<StallPlace, Sighting[]>();
  const fresh: StallPlace[] = [];
  for (const sighting of sightings) {
    const known = [...alive, ...fresh];
    const place = placeOf(sighting, known) ?? startPlace(sighting);
    if (!known.includes(place)) fresh.push(place);
    groups.set(place, [...(groups.get(place) ?? []), sighting]);
  }
  const isFresh = new Set(fresh);
  const seen = [...groups].map(([place, shown]) => ({
    place: isFresh.has(place) ? beginPlace(place, shown, atMs) : holdPlace(place, shown, atMs),
    sightings: shown,
  }));
  return {
    seen: mergePlaces(seen).slice(0, MAX_PLACES),
    missed: alive.filter((place) => !groups.has(place)).slice(0, Math.max(0, MAX_PLACES - seen.length)),
  };
}

function placeOf(sighting: Sighting, places: readonly StallPlace[]): StallPlace | undefined {
  const near = places
    .filter(({ box }) => isWithin(box, sighting.thing, sighting.reach))
    .sort((a, b) => distance(a.box, sighting.thing) - distance(b.box, sighting.thing));
  return near[0] ?? places.find(({ trackIds }) => trackIds.some((id) => sighting.trackIds.includes(id)));
}

function startPlace({ thing, sinceMs }: Sighting): StallPlace {
  const column = Math.floor(((thing.x1 + thing.x2) / 2) * KEY_GRAIN);
  const row = Math.floor(((thing.y1 + thing.y2) / 2) * KEY_GRAIN);
  const key = `place-${column}-${row}`;
  return { key, box: thing, sinceMs, lastHeldAtMs: sinceMs, heldMs: 0, held: {}, stability: null, trackIds: [] };
}

/** A place that this look shows first: people and things may have been there for some time before it was clear that they belong together. */
function beginPlace(place: StallPlace, sightings: readonly Sighting[], atMs: number): StallPlace {
  const sinceMs = Math.min(...sightings.map((sighting) => sighting.sinceMs));
  const seenMs = Math.max(...sightings.map((sighting) => Math.min(sighting.seenMs, atMs - sighting.sinceMs)));
  return { ...seePlace(place, sightings, { atMs, stepMs: seenMs, shrink: 0 }), sinceMs };
}

function holdPlace(place: StallPlace, sightings: readonly Sighting[], atMs: number): StallPlace {
  const stepMs = seenBetween(place.lastHeldAtMs, atMs);
  return seePlace(place, sightings, {
    atMs,
    stepMs,
    shrink: 1 - Math.exp(-(atMs - place.lastHeldAtMs) / SHRINK_MS),
  });
}

function seePlace(
  place: StallPlace,
  sightings: readonly Sighting[],
  step: { readonly atMs: number; readonly stepMs: number; readonly shrink: number },
): StallPlace {
  const held = { ...place.held };
  for (const { kind, label } of sightings.flatMap(({ evidence }) => evidence)) {
    // Several people at a place see the same thing in the same time.
    held[kind] = { ms: (place.held[kind]?.ms ?? 0) + step.stepMs, label };
  }
  const shown = sightings.map(({ thing }) => thing).reduce(around);
  const { shrink } = step;
  const toward = (from: number, to: number, isOutside: boolean) => (isOutside ? to : from + (to - from) * shrink);
  const { box } = place;
  return {
    ...place,
    box: {
      x1: toward(box.x1, shown.x1, shown.x1 < box.x1),
      y1: toward(box.y1, shown.y1, shown.y1 < box.y1),
      x2: toward(box.x2, shown.x2, shown.x2 > box.x2),
      y2: toward(box.y2, shown.y2, shown.y2 > box.y2),
    },
    lastHeldAtMs: step.atMs,
    heldMs: place.heldMs + step.stepMs,
    held,
    stability: sightings.find(({ stability }) => stability !== null)?.stability ?? place.stability,
    trackIds: [...new Set([...sightings.flatMap(({ trackIds }) => trackIds), ...place.trackIds])].slice(0, MAX_TRACKS),
  };
}

/** Places that have come to overlap are one stall: the older goes on. */
function mergePlaces(seen: readonly SeenPlace[]): SeenPlace[] {
  const merged: SeenPlace[] = [];
  for (const next of seen.toSorted((a, b) => a.place.sinceMs - b.place.sinceMs)) {
    const index = merged.findIndex(({ place }) => intersectionOverUnion(place.box, next.place.box) > 0);
    const older = merged[index];
    if (older === undefined) {
      merged.push(next);
      continue;
    }
    const place = { ...older.place, box: around(older.place.box, next.place.box) };
    merged[index] = { place, sightings: [...older.sightings, ...next.sightings] };
  }
  return merged;
}
