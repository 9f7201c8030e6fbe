import type { Box } from '@lamppost/contracts';
import type { Detection } from '../decoding/detection.js';
import { labelGroup } from '../decoding/label-groups.js';
import { moveBox, relativeShift } from '../geometry/box-motion.js';
import { boxArea, intersectionOverUnion } from '../geometry/box-overlap.js';
import { isInPlace } from './is-in-place.js';
import { trackLabel } from './track-label.js';
import type { TrackerOptions } from './tracker-options.js';
import type { TrackRecord } from './tracker-state.js';

/** A prediction reaches no further than this: a speed measured over a few looks says little about later. */
const MAX_PREDICTION_MS = 1_500;
/** Sizes of one object in successive looks differ by less than this factor. */
const MAX_GROWTH = 2;

/** Detections by the track that they continue, and those that continue none. */
export interface Association {
  readonly matches: ReadonlyMap<TrackRecord, Detection>;
  readonly unmatched: readonly Detection[];
}

function expectedBox(track: TrackRecord, atMs: number): Box {
  const seconds = Math.min(atMs - track.lastSeenAtMs, MAX_PREDICTION_MS) / 1000;
  return moveBox(track.box, track.velocity.x * seconds, track.velocity.y * seconds);
}

/** How well a detection fits a moving track, 0 (not at all) to 1. */
function movingFit(track: TrackRecord, box: Box, atMs: number, options: TrackerOptions): number {
  const expected = expectedBox(track, atMs);
  const overlap = intersectionOverUnion(expected, box);
  if (overlap >= options.moveIou) return overlap;
  const growth = boxArea(box) / boxArea(track.box);
  if (growth > MAX_GROWTH || growth < 1 / MAX_GROWTH) return 0;
  const shift = relativeShift(expected, box);
  const distance = Math.hypot(shift.x, shift.y);
  return distance < options.moveReach ? options.moveIou * (1 - distance / options.moveReach) : 0;
}

function fit(track: TrackRecord, detection: Detection, atMs: number, options: TrackerOptions): number {
  if (labelGroup(trackLabel(track)) !== labelGroup(detection.label)) return 0;
  if (!track.isStationary) return movingFit(track, detection.box, atMs, options);
  // What stands is bound to its place: a vehicle that passes over it can neither take the track along nor end it.
  return isInPlace(detection.box, track.anchor.box, options)
    ? intersectionOverUnion(detection.box, track.anchor.box)
    : 0;
}

function pairUp(
  tracks: readonly TrackRecord[],
  detections: readonly Detection[],
  atMs: number,
  options: TrackerOptions,
): Map<TrackRecord, Detection> {
  const pairs = tracks.flatMap((track) =>
    detections
      .map((detection) => ({ track, detection, quality: fit(track, detection, atMs, options) }))
      .filter(({ quality }) => quality > 0),
  );
  const matches = new Map<TrackRecord, Detection>();
  const taken = new Set<Detection>();
  for (const { track, detection } of pairs.sort((a, b) => b.quality - a.quality)) {
    if (matches.has(track) || taken.has(detection)) continue;
    matches.set(track, detection);
    taken.add(detection);
  }
  return matches;
}

/**
 * Finds the detection that continues each track, best fits first, in two stages: confident detections choose among all tracks, weak ones
 * continue what is left (as in ByteTrack, https://arxiv.org/abs/2110.06864).
 */
export function associate(
  tracks: readonly TrackRecord[],
  detections: readonly Detection[],
  atMs: number,
  options: TrackerOptions,
): Association {
  const confident = detections.filter(({ score }) => score >= options.startScore);
  const weak = detections.filter(({ score }) => score < options.startScore && score >= options.continueScore);
  const first = pairUp(tracks, confident, atMs, options);
  const left = tracks.filter((track) => !first.has(track));
  const matches = new Map([...first, ...pairUp(left, weak, atMs, options)]);
  const taken = new Set(matches.values());
  return { matches, unmatched: confident.filter((detection) => !taken.has(detection)) };
}
