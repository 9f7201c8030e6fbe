import type { Box } from '@lamppost/contracts';
import type { Detection } from '../decoding/detection.js';
import { blendBoxes, boxCentre } from '../geometry/box-motion.js';
import { intersectionOverUnion } from '../geometry/box-overlap.js';
import { isInPlace } from './is-in-place.js';
import type { TrackerOptions } from './tracker-options.js';
import type { TrackRecord } from './tracker-state.js';

/** Time constant with which the speed follows what is measured. */
const VELOCITY_TIME_MS = 400;
/** Least IoU between an anchor and where it began: below it, the anchor stops following. */
const ANCHOR_LEASH_IOU = 0.7;
/** Least sightings in one place that can be called standing: two may be two objects. */
const CONFIRM_SIGHTINGS = 3;

type Anchor = TrackRecord['anchor'];

/** Share of the way to a new value after some time, for an average with a time constant: the same at any rate of looks. */
function shareAfter(elapsedMs: number, timeMs: number): number {
  return 1 - Math.exp(-elapsedMs / timeMs);
}

/** A track that begins with a detection. */
export function startTrack(trackId: number, detection: Detection, atMs: number): TrackRecord {
  return {
    trackId,
    votes: { [detection.label]: detection.score },
    scoreSum: detection.score,
    sightings: 1,
    box: detection.box,
    velocity: { x: 0, y: 0 },
    firstSeenAtMs: atMs,
    lastSeenAtMs: atMs,
    anchor: anchorAt(detection.box, atMs),
    isStationary: false,
    presence: 1,
    blindMs: 0,
    leftAs: null,
    vacantSinceMs: null,
  };
}

function anchorAt(box: Box, atMs: number): Anchor {
  return { box, origin: box, sinceMs: atMs, sightings: 1, observedMs: 0 };
}

function nextAnchor(track: TrackRecord, box: Box, atMs: number, options: TrackerOptions): Anchor {
  const { anchor } = track;
  if (!isInPlace(box, anchor.box, options)) return anchorAt(box, atMs);
  const gapMs = atMs - track.lastSeenAtMs;
  const followed = blendBoxes(anchor.box, box, shareAfter(gapMs, options.anchorTimeMs));
  const isOnLeash = intersectionOverUnion(followed, anchor.origin) >= ANCHOR_LEASH_IOU;
  return {
    ...anchor,
    box: isOnLeash ? followed : anchor.box,
    sightings: Math.min(anchor.sightings + 1, CONFIRM_SIGHTINGS),
    observedMs: anchor.observedMs + (gapMs <= options.coverGapMs ? gapMs : 0),
  };
}

function nextVelocity(track: TrackRecord, box: Box, atMs: number): TrackRecord['velocity'] {
  const elapsedMs = atMs - track.lastSeenAtMs;
  const from = boxCentre(track.box);
  const to = boxCentre(box);
  const share = shareAfter(elapsedMs, VELOCITY_TIME_MS);
  const blend = (old: number, distance: number) => old + ((distance * 1000) / elapsedMs - old) * share;
  return { x: blend(track.velocity.x, to.x - from.x), y: blend(track.velocity.y, to.y - from.y) };
}

/** How steadily the track is seen, brought up to a time at which it is not seen. */
export function fadedPresence(track: TrackRecord, atMs: number, options: TrackerOptions): number {
  const missedMs = atMs - track.lastSeenAtMs - track.blindMs;
  return track.presence * Math.exp(-missedMs / options.keepStationaryMs);
}

function nextPresence(track: TrackRecord, atMs: number, options: TrackerOptions): number {
  const gapMs = atMs - track.lastSeenAtMs;
  if (gapMs > options.coverGapMs) return fadedPresence(track, atMs, options);
  return track.presence + (1 - track.presence) * shareAfter(gapMs, options.keepStationaryMs);
}

/** Continues a track with a detection at a later time. */
export function seeTrack(track: TrackRecord, detection: Detection, atMs: number, options: TrackerOptions): TrackRecord {
  const { box, label, score } = detection;
  const anchor = nextAnchor(track, box, atMs, options);
  const isConfirmed = anchor.sightings >= CONFIRM_SIGHTINGS && atMs - anchor.sinceMs >= options.confirmMs;
  const isNew = isConfirmed && !track.isStationary;
  return {
    ...track,
    votes: { ...track.votes, [label]: (track.votes[label] ?? 0) + score },
    scoreSum: track.scoreSum + score,
    sightings: track.sightings + 1,
    box,
    velocity: nextVelocity(track, box, atMs),
    lastSeenAtMs: atMs,
    // The box that came first may still have rolled; what stands is bound to where it stands now.
    anchor: isNew ? { ...anchor, box, origin: box } : anchor,
    isStationary: isConfirmed || track.isStationary,
    presence: isNew ? 1 : nextPresence(track, atMs, options),
    blindMs: 0,
    leftAs: null,
    vacantSinceMs: null,
  };
}
