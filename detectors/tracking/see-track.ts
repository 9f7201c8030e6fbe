import type { Detection } from '../decoding/detection.js';
import { type SeenLook, anchorAt, coveredMs, followAnchor, isStanding, settle, shareAfter } from './anchor.js';
import { correctMotion, predictMotion, startMotion } from './motion.js';
import type { TrackerOptions } from './tracker-options.js';
import type { TrackRecord } from './tracker-state.js';

/** A look that sees what stands outweighs this many that miss it: models miss what is there far oftener than they see what is not. */
const SIGHT_WEIGHT = 2;

/** A track that begins with a detection; `speed` in fractions of the frame a second, when it can be guessed. */
export function startTrack(
  trackId: number,
  detection: Detection,
  atMs: number,
  speed?: { readonly x: number; readonly y: number },
): TrackRecord {
  return {
    trackId,
    votes: { [detection.label]: detection.score },
    scoreSum: detection.score,
    sightings: 1,
    box: detection.box,
    motion: startMotion(detection.box, speed),
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
    motion: correctMotion(predictMotion(track.motion, look.atMs - track.lastSeenAtMs), box),
    lastSeenAtMs: look.atMs,
    blindMs: 0,
    leftAs: null,
    hasLeft: false,
    vacantSinceMs: null,
  };
}
