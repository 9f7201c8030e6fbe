import type { Box } from '@lamppost/contracts';
import type { Detection } from '../decoding/detection.js';
import { labelGroup } from '../decoding/label-groups.js';
import { boxArea, intersectionOverUnion } from '../geometry/box-overlap.js';
import { type Pairing, assign } from './assign.js';
import type { BoxGrid } from './box-grid.js';
import { isInPlace } from './is-in-place.js';
import { type Motion, boxOfMotion, certaintyOf, motionOffset, predictMotion } from './motion.js';
import { trackLabel } from './track-label.js';
import type { TrackerOptions } from './tracker-options.js';
import type { TrackRecord } from './tracker-state.js';

/** Sizes of one object in successive looks differ by less than this factor. */
const MAX_GROWTH = 2;
/** A detection without enough overlap is taken up to this many standard deviations from where its object is expected. */
const MAX_DEVIATIONS = 3;

/** What one look shows, made ready to be searched. */
export interface SeenScene {
  readonly atMs: number;
  readonly detections: readonly Detection[];
  /** The boxes of all detections. */
  readonly grid: BoxGrid;
}

/** Detections by the track that they continue, and the confident ones that continue none. */
export interface Association {
  readonly matches: ReadonlyMap<TrackRecord, Detection>;
  readonly unmatched: readonly Detection[];
}

/** How well a detection fits an object that moves, 0 (not at all) to 1. */
function movingFit(expected: Box, motion: Motion, box: Box, options: TrackerOptions): number {
  const overlap = intersectionOverUnion(expected, box);
  if (overlap >= options.moveIou) return overlap * certaintyOf(motion);
  const growth = boxArea(box) / boxArea(expected);
  if (growth > MAX_GROWTH || growth < 1 / MAX_GROWTH) return 0;
  const { sizes, deviations } = motionOffset(motion, box);
  const distance = Math.max(sizes / options.moveReach, deviations / MAX_DEVIATIONS);
  return distance < 1 ? options.moveIou * certaintyOf(motion) * (1 - distance) : 0;
}

function boxAround(a: Box, b: Box): Box {
  return { x1: Math.min(a.x1, b.x1), y1: Math.min(a.y1, b.y1), x2: Math.max(a.x2, b.x2), y2: Math.max(a.y2, b.y2) };
}

/** How well detections fit one track, and the part of the frame in which they must lie for it. */
interface Search {
  readonly within: Box;
  readonly fit: (box: Box) => number;
}

function searchFor(track: TrackRecord, atMs: number, options: TrackerOptions): Search {
  // What stands is bound to its place: a vehicle that passes over it can neither take the track along nor end it.
  if (track.isStationary) {
    const place = track.anchor.box;
    return { within: place, fit: (box) => (isInPlace(box, place, options) ? intersectionOverUnion(box, place) : 0) };
  }
  const { anchor } = track;
  const motion = predictMotion(track.motion, atMs - track.lastSeenAtMs);
  const expected = boxOfMotion(motion);
  const reach = options.moveReach - 0.5;
  const growX = Math.max(0, reach * motion.width);
  const growY = Math.max(0, reach * motion.height);
  const within = {
    x1: expected.x1 - growX,
    y1: expected.y1 - growY,
    x2: expected.x2 + growX,
    y2: expected.y2 + growY,
  };
  const movingFitOf = (box: Box) => movingFit(expected, motion, box, options);
  if (anchor.sightings < 2 && track.sightings > 1) return { within, fit: movingFitOf };
  // One that halts may be back in its place although the last box, a slip, had it elsewhere; a new one may have been there for long.
  const fit = (box: Box) =>
    Math.max(movingFitOf(box), isInPlace(box, anchor.box, options) ? intersectionOverUnion(box, anchor.box) : 0);
  return { within: boxAround(within, anchor.box), fit };
}

/**
 * Finds the detection that continues each track, so that all fits together are the best there are.
 *
 * In stages (as in ByteTrack, https://arxiv.org/abs/2110.06864): confident detections come before weak ones, and tracks that were seen more
 * than once before those of the last look. What was seen to leave its place is asked last: the next one that stops there keeps the track it
 * came with.
 */
export function associate(tracks: readonly TrackRecord[], scene: SeenScene, options: TrackerOptions): Association {
  const { detections, grid, atMs } = scene;
  const groups = detections.map(({ label }) => labelGroup(label));
  const matches = new Map<TrackRecord, Detection>();
  const taken = new Set<Detection>();

  const pairUp = (isAsked: (track: TrackRecord) => boolean, isOffered: (detection: Detection) => boolean) => {
    const asked = tracks.filter((track) => !matches.has(track) && isAsked(track));
    const pairings: Pairing[] = [];
    asked.forEach((track, row) => {
      const group = labelGroup(trackLabel(track));
      const { within, fit } = searchFor(track, atMs, options);
      grid.visitNear(within, (column) => {
        const detection = detections[column];
        if (detection === undefined || groups[column] !== group || taken.has(detection) || !isOffered(detection))
          return;
        const gain = fit(detection.box);
        if (gain > 0) pairings.push({ row, column, gain });
      });
    });
    if (pairings.length === 0) return;
    assign(asked.length, detections.length, pairings).forEach((column, row) => {
      const track = asked[row];
      const detection = detections[column];
      if (track === undefined || detection === undefined) return;
      matches.set(track, detection);
      taken.add(detection);
    });
  };

  const isConfident = ({ score }: Detection) => score >= options.startScore;
  const isWeak = ({ score }: Detection) => score < options.startScore && score >= options.continueScore;
  const isGone = ({ hasLeft }: TrackRecord) => hasLeft;
  const isNew = ({ sightings }: TrackRecord) => sightings === 1;
  const isKnown = (track: TrackRecord) => !isNew(track) && !isGone(track);
  pairUp(isKnown, isConfident);
  pairUp(isKnown, isWeak);
  pairUp(isNew, isConfident);
  pairUp(isNew, isWeak);
  pairUp(isGone, isConfident);
  return { matches, unmatched: detections.filter((detection) => !taken.has(detection) && isConfident(detection)) };
}
