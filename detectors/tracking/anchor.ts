import { type Box, Box as BoxSchema, EpochMs } from '@lamppost/contracts';
import { z } from 'zod';
import { blendBoxes } from '../geometry/box-motion.js';
import { intersectionOverUnion } from '../geometry/box-overlap.js';
import { isAtRest } from './is-in-place.js';
import type { TrackerOptions } from './tracker-options.js';

/** Least IoU between an anchor and where it began: below it, the anchor stops following. */
const LEASH_IOU = 0.7;
/** Least sightings in one place that can be called standing: fewer may be as many objects. */
const CONFIRM_SIGHTINGS = 4;
/** Least share of the time that must be seen before it is called standing: in dense traffic a place is often filled by chance. */
const CONFIRM_COVERAGE = 0.4;

/** A place that an object has kept since `sinceMs`. */
export const Anchor = z.strictObject({
  /** Mean of the boxes seen there; of one that stands, a mean that follows slowly. */
  box: BoxSchema,
  /** Where the anchor was when standing was confirmed: however slowly an object creeps, the anchor does not follow it far. */
  origin: BoxSchema,
  /** The first sighting there. */
  sinceMs: EpochMs,
  /** Counted no further than standing needs. */
  sightings: z.int().min(1),
  /** Time covered by looks that saw it there. */
  observedMs: z.int().min(0),
});
export type Anchor = z.infer<typeof Anchor>;

/** A look that saw an object. */
export interface SeenLook {
  readonly atMs: number;
  readonly sinceLastLookMs: number;
}

/** How much of the time since the look before is covered by a look that sees an object. */
export function coveredMs({ sinceLastLookMs }: SeenLook, options: TrackerOptions): number {
  return sinceLastLookMs <= options.coverGapMs ? sinceLastLookMs : 0;
}

/** Share of the way to a new value after some time, for an average with a time constant: the same at any rate of looks. */
export function shareAfter(elapsedMs: number, timeMs: number): number {
  return 1 - Math.exp(-elapsedMs / timeMs);
}

/** The place of an object that was seen there for the first time. */
export function anchorAt(box: Box, atMs: number): Anchor {
  return { box, origin: box, sinceMs: atMs, sightings: 1, observedMs: 0 };
}

function sightedAgain(anchor: Anchor, box: Box, look: SeenLook, options: TrackerOptions): Anchor {
  return {
    ...anchor,
    box,
    sightings: Math.min(anchor.sightings + 1, CONFIRM_SIGHTINGS),
    observedMs: anchor.observedMs + coveredMs(look, options),
  };
}

/** Carries the anchor of an object that stands over a look that saw it in place; `sinceSeenMs` is the time since it was last seen. */
export function followAnchor(
  anchor: Anchor,
  box: Box,
  look: SeenLook & { readonly sinceSeenMs: number },
  options: TrackerOptions,
): Anchor {
  const followed = blendBoxes(anchor.box, box, shareAfter(look.sinceSeenMs, options.anchorTimeMs));
  const isOnLeash = intersectionOverUnion(followed, anchor.origin) >= LEASH_IOU;
  return sightedAgain(anchor, isOnLeash ? followed : anchor.box, look, options);
}

/** The places that an object may be coming to rest at. */
export interface Settling {
  readonly anchor: Anchor;
  /** Where it was in the last look when that was elsewhere: one look may be a slip of the model, a second one is a new place. */
  readonly rival: Anchor | null;
}

/**
 * Carries an object that is not yet known to stand over a look that saw it.
 *
 * Its dwell begins with the first sighting at the place where it comes to rest: a box that lies further off than unrest explains begins it
 * anew, unless the very next one is back.
 */
export function settle({ anchor, rival }: Settling, box: Box, look: SeenLook, options: TrackerOptions): Settling {
  const averaged = (place: Anchor) => {
    const elapsedMs = look.atMs - place.sinceMs;
    const share = look.sinceLastLookMs / (elapsedMs + look.sinceLastLookMs);
    return sightedAgain(place, blendBoxes(place.box, box, share), look, options);
  };
  // The mean follows what rolls to a stop; the first box there does not.
  const isAt = (place: Anchor) => isAtRest(box, place.box, options) && isAtRest(box, place.origin, options);
  const isNearer = (a: Anchor, b: Anchor) => intersectionOverUnion(box, a.box) > intersectionOverUnion(box, b.box);
  if (rival !== null && isAt(rival) && isNearer(rival, anchor)) return { anchor: averaged(rival), rival: null };
  if (isAt(anchor)) return { anchor: averaged(anchor), rival: null };
  if (rival === null) return { anchor, rival: anchorAt(box, look.atMs) };
  return { anchor: anchorAt(box, look.atMs), rival: null };
}

/** Whether a place was kept for long enough, and seen often enough, to say that its object stands. */
export function isStanding({ sinceMs, sightings, observedMs }: Anchor, atMs: number, options: TrackerOptions): boolean {
  const elapsedMs = atMs - sinceMs;
  return sightings >= CONFIRM_SIGHTINGS && elapsedMs >= options.confirmMs && observedMs >= CONFIRM_COVERAGE * elapsedMs;
}
