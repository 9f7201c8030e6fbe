import type { Box, Subject } from '@lamppost/contracts';
import { VEHICLES, boxArea, intersectionOverUnion, shareWithin } from '@lamppost/detectors';
import { widen } from './pixel-box.js';
import type { Seen } from './see-picture.js';

/** What is masked in a picture, in this order. */
export interface MaskPlan {
  /** Plates of vehicles behind the subject. */
  readonly behind: readonly Box[];
  /** The subject, which stays to be seen; null when it is not a vehicle. */
  readonly subject: Box | null;
  /** Plates of vehicles before the subject. */
  readonly before: readonly Box[];
  /** Heads of people. */
  readonly heads: readonly Box[];
}

const VEHICLE_LABELS: ReadonlySet<string> = new Set(VEHICLES);
/** Part of a person's box, from the top, that holds the head: of one who sits, or whose legs are hidden, too. */
const HEAD_SHARE = 0.32;
/** A person is this many times as tall as the box is wide; of one whose box is lower, the head may be above what hides the rest, */
const STANDING = 3.2;
/** but not further than this share of the box. */
const MOST_ABOVE = 0.6;
/** A box may be too tight: a head is masked this much, as a share of the box, beyond it. */
const HEAD_MARGIN = { x: 0.1, y: 0.05 };
/** Plates are below this part of a vehicle's box. */
const PLATE_FROM = 0.4;
/** What is seen is the subject when it overlaps it so, */
const SAME_OVERLAP = 0.4;
/** or lies so far within it and is at least so large: a tile shows half of a large vehicle. */
const SAME_WITHIN = 0.8;
const SAME_SIZE = 0.35;
/** The subject's own plate may be at the very edge of its box. */
const SUBJECT_MARGIN = 0.03;

/** Whether something seen is the vehicle that it is all about. */
export function isSubject({ label, box }: Seen, subject: Subject): boolean {
  if (!VEHICLE_LABELS.has(label)) return false;
  const size = boxArea(box) / boxArea(subject.box);
  return (
    intersectionOverUnion(box, subject.box) >= SAME_OVERLAP ||
    (shareWithin(box, subject.box) >= SAME_WITHIN && size >= SAME_SIZE)
  );
}

/** Where a person's head is, as far as the box tells; `aspect` is the picture's width divided by its height. */
export function headOf(person: Box, aspect: number): Box {
  const [width, height] = [person.x2 - person.x1, person.y2 - person.y1];
  const missing = width * aspect * STANDING - height;
  const above = Math.min(height * MOST_ABOVE, Math.max(height * HEAD_MARGIN.y, missing));
  return {
    x1: Math.max(0, person.x1 - width * HEAD_MARGIN.x),
    y1: Math.max(0, person.y1 - above),
    x2: Math.min(1, person.x2 + width * HEAD_MARGIN.x),
    y2: Math.min(1, person.y1 + height * HEAD_SHARE),
  };
}

/** Where a vehicle's plate may be. */
export function plateAreaOf(vehicle: Box): Box {
  return { ...vehicle, y1: vehicle.y1 + (vehicle.y2 - vehicle.y1) * PLATE_FROM };
}

/**
 * What must be masked so that nobody uninvolved is known again: all heads, and the plates of all vehicles but the subject.
 *
 * @param aspect the picture's width divided by its height
 */
export function planMask(seen: readonly Seen[], subject: Subject | null, aspect: number): MaskPlan {
  const vehicle = subject !== null && VEHICLE_LABELS.has(subject.label) ? subject : null;
  const others = seen.filter(
    (found) => VEHICLE_LABELS.has(found.label) && (vehicle === null || !isSubject(found, vehicle)),
  );
  const isBefore = ({ box }: Seen) => vehicle !== null && box.y2 > vehicle.box.y2;
  return {
    behind: others.filter((found) => !isBefore(found)).map(({ box }) => plateAreaOf(box)),
    subject: vehicle === null ? null : widen(vehicle.box, SUBJECT_MARGIN),
    before: others.filter(isBefore).map(({ box }) => plateAreaOf(box)),
    heads: seen.filter(({ label }) => label === 'person').map(({ box }) => headOf(box, aspect)),
  };
}

/** Masks all but the subject: for when nobody could look at the picture. */
export function planBlindMask(subject: Subject | null): MaskPlan {
  const all = { x1: 0, y1: 0, x2: 1, y2: 1 };
  return {
    behind: [all],
    subject: subject === null ? null : widen(subject.box, SUBJECT_MARGIN),
    before: [],
    heads: [],
  };
}
