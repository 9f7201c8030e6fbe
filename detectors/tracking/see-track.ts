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
/** Least share of the time that must be seen before it is called standing: in dense traffic a place is often filled by chance. */
const CONFIRM_COVERAGE = 0.4;
/** A look that sees what stands outweighs this many that miss it: models miss what is there far oftener than they see what is not. */
const SIGHT_WEIGHT = 2;

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

function nextAnchor(track: TrackRecord, box: Box, look: SeenLook, options: TrackerOptions): Anchor {
  const { anchor } = track;
  if (!isInPlace(box, anchor.box, options)) return anchorAt(box, look.atMs);
  const share = shareAfter(look.atMs - track.lastSeenAtMs, options.anchorTimeMs);
  const followed = blendBoxes(anchor.box, box, share);
  const isOnLeash = intersectionOverUnion(followed, anchor.origin) >= ANCHOR_LEASH_IOU;
  return {
    ...anchor,
    box: isOnLeash ? followed : anchor.box,
    sightings: Math.min(anchor.sightings + 1, CONFIRM_SIGHTINGS),
    observedMs: anchor.observedMs + coveredMs(look, options),
  };
}

/** How much of the time since the look before is covered by a look that sees the object. */
function coveredMs({ sinceLastLookMs }: SeenLook, options: TrackerOptions): number {
  return sinceLastLookMs <= options.coverGapMs ? sinceLastLookMs : 0;
}

function isStanding({ sinceMs, sightings, observedMs }: Anchor, atMs: number, options: TrackerOptions): boolean {
  const elapsedMs = atMs - sinceMs;
  return sightings >= CONFIRM_SIGHTINGS && elapsedMs >= options.confirmMs && observedMs >= CONFIRM_COVERAGE * elapsedMs;
}

function nextVelocity(track: TrackRecord, box: Box, atMs: number): TrackRecord['velocity'] {
  const elapsedMs = atMs - track.lastSeenAtMs;
  const from = boxCentre(track.box);
  const to = boxCentre(box);
  const share = shareAfter(elapsedMs, VELOCITY_TIME_MS);
  const blend = (old: number, distance: number) => old + ((distance * 1000) / elapsedMs - old) * share;
  return { x: blend(track.velocity.x, to.x - from.x), y: blend(track.velocity.y, to.y - from.y) };
}

/** How steadily the track is seen, brought up to a time until which it is not seen. */
export function fadedPresence(track: TrackRecord, untilMs: number, options: TrackerOptions): number {
  const missedMs = Math.max(0, untilMs - track.lastSeenAtMs - track.blindMs);
  return track.presence * Math.exp(-missedMs / options.keepStationaryMs);
}

function nextPresence(track: TrackRecord, look: SeenLook, options: TrackerOptions): number {
  const before = fadedPresence(track, look.atMs - look.sinceLastLookMs, options);
  return before + (1 - before) * shareAfter(SIGHT_WEIGHT * coveredMs(look, options), options.keepStationaryMs);
}

/** A look that saw a track. */
export interface SeenLook {
  readonly atMs: number;
  readonly sinceLastLookMs: number;
}

/** Continues a track with a detection of a later look. */
export function seeTrack(
  track: TrackRecord,
  { box, label, score }: Detection,
  look: SeenLook,
  options: TrackerOptions,
): TrackRecord {
  const { atMs } = look;
  const anchor = nextAnchor(track, box, look, options);
  const isNew = !track.isStationary && isStanding(anchor, atMs, options);
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
    isStationary: track.isStationary || isNew,
    presence: isNew ? 1 : nextPresence(track, look, options),
    blindMs: 0,
    leftAs: null,
    vacantSinceMs: null,
  };
}
