import type { Box } from '@lamppost/contracts';
import type { Detection } from '../decoding/detection.js';
import { labelGroup } from '../decoding/label-groups.js';
import { relativeShift } from '../geometry/box-motion.js';
import { boxArea, intersectionOverUnion, sharedArea } from '../geometry/box-overlap.js';
import type { SeenScene } from './associate.js';
import { isInPlace } from './is-in-place.js';
import { fadedPresence } from './see-track.js';
import { trackLabel } from './track-label.js';
import type { TrackerOptions } from './tracker-options.js';
import type { TrackRecord } from './tracker-state.js';

/** A place is empty while no detection covers more than this share of it. */
const VACANT_SHARE = 0.1;
/** An object is found within this many box sizes of its place when it has just left it, and in less than this time. */
const LEFT_REACH = 1.5;
const LEFT_WITHIN_MS = 2_500;
/** Or nearer, by what it can have driven since it was last in its place: from its edge, with the speed gained up to there, and faster. */
const LEFT_EDGE = 0.4;
const LEFT_SPEED = 0.8;
const LEFT_ACCELERATION = 1;
/** What leaves keeps its size within this factor. */
const LEFT_GROWTH = 1.6;
/** What drove away covers its place by less than this IoU, and is further from it than it began, in box sizes. */
const AWAY_IOU = 0.1;
const AWAY_SHIFT = 0.15;
/** Presence at which a standing track ends: that of one seen steadily and then missed for `keepStationaryMs`. */
const LEAST_PRESENCE = Math.exp(-1);

function distanceFrom(place: Box, box: Box): number {
  const shift = relativeShift(place, box);
  return Math.max(shift.x, shift.y);
}

/** Whether a detection that continues no track may be what stood until now where a track is missed, driving off. */
export function mayHaveLeft(track: TrackRecord, { box, label }: Detection, atMs: number): boolean {
  const elapsedMs = atMs - track.lastSeenAtMs;
  if (!track.isStationary || elapsedMs > LEFT_WITHIN_MS) return false;
  const place = track.anchor.box;
  const seconds = elapsedMs / 1000;
  const reach = Math.min(LEFT_REACH, LEFT_EDGE + seconds * (LEFT_SPEED + (LEFT_ACCELERATION * seconds) / 2));
  if (distanceFrom(place, box) > reach || labelGroup(trackLabel(track)) !== labelGroup(label)) return false;
  const growth = boxArea(box) / boxArea(place);
  return growth <= LEFT_GROWTH && growth >= 1 / LEFT_GROWTH;
}

/** What a look that missed a track has to say about it. */
export interface MissedLook {
  readonly scene: SeenScene;
  /** Part of the time since the look before in which nobody looked. */
  readonly blindMs: number;
  /** The track that began with this look and may be what stood there. */
  readonly leftAs: number | null;
  /** Tracks that this look saw, by ID. */
  readonly present: ReadonlyMap<number, TrackRecord>;
}

function isVacant(place: Box, { grid, detections }: SeenScene): boolean {
  const limit = VACANT_SHARE * boxArea(place);
  let isCovered = false;
  grid.visitNear(place, (index) => {
    const detection = detections[index];
    isCovered ||= detection !== undefined && sharedArea(detection.box, place) > limit;
  });
  return !isCovered;
}

/** Whether a track that began beside a place was then seen to move away from it. */
function isMovingAway({ box, anchor, firstSeenAtMs, sightings }: TrackRecord, place: Box): boolean {
  if (sightings < 2 || intersectionOverUnion(box, place) >= AWAY_IOU) return false;
  const hasMoved = anchor.sinceMs > firstSeenAtMs;
  return hasMoved || distanceFrom(place, box) >= distanceFrom(place, anchor.origin) + AWAY_SHIFT;
}

/** Carries a track over a look that did not see it. */
export function missTrack(track: TrackRecord, look: MissedLook): TrackRecord {
  const blindMs = track.blindMs + look.blindMs;
  if (!track.isStationary) return { ...track, blindMs };
  const place = track.anchor.box;
  const isFollowed = track.leftAs !== null && look.present.has(track.leftAs);
  const leftAs = isFollowed ? track.leftAs : (look.leftAs ?? track.leftAs);
  const leaver = leftAs === null ? undefined : look.present.get(leftAs);
  return {
    ...track,
    blindMs,
    leftAs,
    hasLeft: track.hasLeft || (leaver !== undefined && isMovingAway(leaver, place)),
    vacantSinceMs: isVacant(place, look.scene) ? (track.vacantSinceMs ?? look.scene.atMs) : null,
  };
}

/** Whether another object, that came from elsewhere, is now where a track stood. */
function isTaken(track: TrackRecord, present: ReadonlyMap<number, TrackRecord>, options: TrackerOptions): boolean {
  const group = labelGroup(trackLabel(track));
  for (const other of present.values()) {
    const cameFromElsewhere = other.firstSeenAtMs <= track.lastSeenAtMs || other.anchor.sinceMs > other.firstSeenAtMs;
    if (cameFromElsewhere && isInPlace(other.box, track.anchor.box, options) && labelGroup(trackLabel(other)) === group)
      return true;
  }
  return false;
}

/** What became of a track that was missed: `left` when it was seen to leave its place, `lost` when it was not seen for too long. */
export function fateOf(
  track: TrackRecord,
  present: ReadonlyMap<number, TrackRecord>,
  atMs: number,
  options: TrackerOptions,
): 'kept' | 'lost' | 'left' {
  if (!track.isStationary) {
    const keepMs = track.anchor.sightings > 1 ? options.keepHaltedMs : options.keepMovingMs;
    return atMs - track.lastSeenAtMs > keepMs ? 'lost' : 'kept';
  }
  if (track.hasLeft) {
    const hasBeenVacant = track.vacantSinceMs !== null && atMs - track.vacantSinceMs >= options.vacantMs;
    if (hasBeenVacant || isTaken(track, present, options)) return 'left';
  }
  return fadedPresence(track, atMs, options) < LEAST_PRESENCE ? 'lost' : 'kept';
}
