import type { Track } from '@lamppost/detectors';
import { z } from 'zod';
import { EpochMs } from '@lamppost/contracts';
import { HEIGHT_PER_WIDTH } from './judge-stall-geometry.js';

/** A person lingers when they have kept to a place, within their own height, for this long. Who walks past is gone before. */
const LINGERING_MS = 5_000;
/** Two looks further apart than this do not count as seen in between. */
const LONGEST_SEEN_GAP_MS = 3_000;
/** How long a person who is not seen is remembered. */
const REMEMBER_MS = 60_000;
const MAX_PEOPLE = 200;

/** Where a person has kept to; plain data. */
export const KeptPlace = z.strictObject({
  trackId: z.int().min(0),
  /** Where their feet were when they came; fractions of the picture. */
  x: z.number(),
  y: z.number(),
  sinceMs: EpochMs,
  /** How much of the time since then they were seen. */
  seenMs: z.number().min(0),
  lastSeenAtMs: EpochMs,
});
export type KeptPlace = z.infer<typeof KeptPlace>;

/** A person who lingers: stands, or goes to and fro on one spot as vendors do. */
export interface Lingerer {
  readonly person: Track;
  readonly sinceMs: number;
  readonly seenMs: number;
}

/** What of the time between two looks counts as seen. */
export function seenBetween(fromMs: number, toMs: number): number {
  return toMs - fromMs <= LONGEST_SEEN_GAP_MS ? toMs - fromMs : 0;
}

/** Follows where each person keeps to. */
export function followPeople(before: readonly KeptPlace[], people: readonly Track[], atMs: number): KeptPlace[] {
  const known = new Map(before.map((kept) => [kept.trackId, kept]));
  const seen = people.map((person) => keep(known.get(person.trackId), person, atMs));
  const ids = new Set(seen.map(({ trackId }) => trackId));
  const unseen = before.filter(
    ({ trackId, lastSeenAtMs }) => !ids.has(trackId) && atMs - lastSeenAtMs <= REMEMBER_MS && lastSeenAtMs <= atMs,
  );
  return [...seen, ...unseen].sort((a, b) => b.lastSeenAtMs - a.lastSeenAtMs).slice(0, MAX_PEOPLE);
}

function keep(before: KeptPlace | undefined, { trackId, box }: Track, atMs: number): KeptPlace {
  const x = (box.x1 + box.x2) / 2;
  const y = box.y2;
  const arrival = { trackId, x, y, sinceMs: atMs, seenMs: 0, lastSeenAtMs: atMs };
  if (before === undefined || before.lastSeenAtMs > atMs) return arrival;
  const strayed = Math.hypot(x - before.x, (y - before.y) * HEIGHT_PER_WIDTH);
  if (strayed > (box.y2 - box.y1) * HEIGHT_PER_WIDTH) return arrival;
  return { ...before, seenMs: before.seenMs + seenBetween(before.lastSeenAtMs, atMs), lastSeenAtMs: atMs };
}

/** Those of the people seen now who linger. */
export function lingerers(kept: readonly KeptPlace[], people: readonly Track[], atMs: number): Lingerer[] {
  const byTrack = new Map(kept.map((place) => [place.trackId, place]));
  return people.flatMap((person) => {
    const place = byTrack.get(person.trackId);
    if (place === undefined || atMs - place.sinceMs < LINGERING_MS) return [];
    return [{ person, sinceMs: place.sinceMs, seenMs: place.seenMs }];
  });
}
