import type { Detection } from '../decoding/detection.js';
import { labelGroup } from '../decoding/label-groups.js';
import { relativeShift } from '../geometry/box-motion.js';
import { boxArea, intersectionOverUnion, sharedArea } from '../geometry/box-overlap.js';
import { fadedPresence } from './see-track.js';
import { trackLabel } from './track-label.js';
import type { TrackerOptions } from './tracker-options.js';
import type { TrackRecord } from './tracker-state.js';

/** A place is empty while no detection covers more than this share of it. */
const VACANT_SHARE = 0.1;
/** A track that begins within this many box sizes of a place may be what stood there. */
const LEFT_REACH = 1.5;
/** What drove away is clear of its place below this IoU. */
const CLEAR_IOU = 0.05;
/** Presence at which a standing track ends: that of one seen steadily and then missed for `keepStationaryMs`. */
const LEAST_PRESENCE = Math.exp(-1);

/** What a look that missed a track has to say about it. */
export interface MissedLook {
  readonly atMs: number;
  /** Part of the time since the look before in which nobody looked. */
  readonly blindMs: number;
  readonly detections: readonly Detection[];
  /** Tracks that began with this look. */
  readonly started: readonly TrackRecord[];
}

function findLeaver(track: TrackRecord, started: readonly TrackRecord[]): number | null {
  const group = labelGroup(trackLabel(track));
  const leaver = started.find((other) => {
    if (labelGroup(trackLabel(other)) !== group) return false;
    const shift = relativeShift(track.anchor.box, other.box);
    return shift.x <= LEFT_REACH && shift.y <= LEFT_REACH;
  });
  return leaver?.trackId ?? null;
}

/** Carries a track over a look that did not see it. */
export function missTrack(track: TrackRecord, look: MissedLook): TrackRecord {
  const place = track.anchor.box;
  const isVacant = look.detections.every(({ box }) => sharedArea(box, place) <= VACANT_SHARE * boxArea(place));
  return {
    ...track,
    blindMs: track.blindMs + look.blindMs,
    leftAs: track.leftAs ?? (track.isStationary ? findLeaver(track, look.started) : null),
    vacantSinceMs: isVacant ? (track.vacantSinceMs ?? look.atMs) : null,
  };
}

/** Whether a track that was missed has ended: lost for too long, or seen to leave an empty place behind. */
export function isOver(
  track: TrackRecord,
  others: readonly TrackRecord[],
  atMs: number,
  options: TrackerOptions,
): boolean {
  if (!track.isStationary) {
    const keepMs = track.anchor.sightings > 1 ? options.keepHaltedMs : options.keepMovingMs;
    return atMs - track.lastSeenAtMs > keepMs;
  }
  if (fadedPresence(track, atMs, options) < LEAST_PRESENCE) return true;
  const hasBeenVacant = track.vacantSinceMs !== null && atMs - track.vacantSinceMs >= options.vacantMs;
  const leaver = others.find(({ trackId }) => trackId === track.leftAs);
  return hasBeenVacant && leaver !== undefined && intersectionOverUnion(leaver.box, track.anchor.box) < CLEAR_IOU;
}
