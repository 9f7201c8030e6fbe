import type { Detection } from '../decoding/detection.js';
import { type SeenLook, anchorAt, coveredMs, followAnchor, isStanding, settle, shareAfter } from './anchor.js';
import { isAtRest } from './is-in-place.js';
import { type Motion, correctMotion, predictMotion, startMotion } from './motion.js';
import type { TrackerOptions } from './tracker-options.js';
import type { TrackRecord } from './tracker-state.js';

/** A look that sees what stands outweighs this many that miss it: models miss what is there far oftener than they see what is not. */
const SIGHT_WEIGHT = 2;

/** A track that begins with a detection; `before` is the one that it may have been until now, and keeps its speed. */
export function startTrack(trackId: number, detection: Detection, atMs: number, before?: TrackRecord): TrackRecord {
  return {
    trackId,
    votes: { [detection.label]: detection.score },
    scoreSum: detection.score,
    sightings: 1,
    box: detection.box,
    motion: before === undefined ? startMotion(detection.box) : nextMotion(before, detection, atMs),
    firstSeenAtMs: atMs,
    lastSeenAtMs: atMs,
    anchor: anchorAt(detection.box, atMs),
    rival: null,
    isStationary: false,
    presence: 1,
    blindMs: 0,
    leftAs: null,
    hasLeft: false,
    vacantSinceMs: null,
  };
}

function nextMotion(track: TrackRecord, { box }: Detection, atMs: number): Motion {
  return correctMotion(predictMotion(track.motion, atMs - track.lastSeenAtMs), box);
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

function nextPlace(track: TrackRecord, detection: Detection, look: SeenLook, options: TrackerOptions) {
  if (track.isStationary) {
    const sinceSeenMs = look.atMs - track.lastSeenAtMs;
    const anchor = followAnchor(track.anchor, detection.box, { ...look, sinceSeenMs }, options);
    return { anchor, rival: null, isStationary: true, presence: nextPresence(track, look, options) };
  }
  const { anchor, rival } = settle(track, detection.box, look, options);
  const isStationary = rival === null && isStanding(anchor, look.atMs, options);
  return { anchor: isStationary ? { ...anchor, origin: anchor.box } : anchor, rival, isStationary, presence: 1 };
}

/** Continues a track with a detection of a later look. */
export function seeTrack(
  track: TrackRecord,
  detection: Detection,
  look: SeenLook,
  options: TrackerOptions,
): TrackRecord {
  const { box, label, score } = detection;
  return {
    ...track,
    ...nextPlace(track, detection, look, options),
    votes: { ...track.votes, [label]: (track.votes[label] ?? 0) + score },
    scoreSum: track.scoreSum + score,
    sightings: track.sightings + 1,
    box,
    motion: nextMotion(track, detection, look.atMs),
    lastSeenAtMs: look.atMs,
    blindMs: 0,
    // At the edge of its place it may be driving off, now in it and now not.
    leftAs: isAtRest(box, track.anchor.box, options) ? null : track.leftAs,
    hasLeft: false,
    vacantSinceMs: null,
  };
}

/** Continues a track that stands, unseen, over a frame in which nothing moved: it was in its place until now, and is. */
export function holdTrack(track: TrackRecord, look: SeenLook, options: TrackerOptions): TrackRecord {
  const { anchor } = track;
  return {
    ...track,
    anchor: { ...anchor, observedMs: anchor.observedMs + coveredMs(look, options) },
    presence: nextPresence(track, look, options),
    lastSeenAtMs: look.atMs,
  };
}
