import type { Box } from '@lamppost/contracts';
import type { Detection } from '../decoding/detection.js';
import { labelGroup } from '../decoding/label-groups.js';
import { boxArea, intersectionOverUnion } from '../geometry/box-overlap.js';
import { type Pairing, assign } from './assign.js';
import type { BoxGrid } from './box-grid.js';
import { isInPlace } from './is-in-place.js';
import { type Motion, boxOfMotion, motionOffset, predictMotion } from './motion.js';
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

/** Detections by the index of the track that they continue, and those that continue none. */
export interface Association {
  readonly matches: ReadonlyMap<number, Detection>;
  readonly unmatched: readonly Detection[];
}

/** How well a detection fits an object that moves, 0 (not at all) to 1. */
function movingFit(expected: Box, motion: Motion, box: Box, options: TrackerOptions): number {
  const overlap = intersectionOverUnion(expected, box);
  if (overlap >= options.moveIou) return overlap;
  const growth = boxArea(box) / boxArea(expected);
  if (growth > MAX_GROWTH || growth < 1 / MAX_GROWTH) return 0;
  const { sizes, deviations } = motionOffset(motion, box);
  const distance = Math.max(sizes / options.moveReach, deviations / MAX_DEVIATIONS);
  return distance < 1 ? options.moveIou * (1 - distance) : 0;
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
  const motion = predictMotion(track.motion, atMs - track.lastSeenAtMs);
  const expected = boxOfMotion(motion);
  const reach = options.moveReach - 0.5;
  const growX = Math.max(0, reach * motion.width);
  const growY = Math.max(0, reach * motion.height);
  return {
    within: {
      x1: expected.x1 - growX,
      y1: expected.y1 - growY,
      x2: expected.x2 + growX,
      y2: expected.y2 + growY,
    },
    fit: (box) => movingFit(expected, motion, box, options),
  };
}

/**
 * Finds the detection that continues each track, so that all fits together are the best there are.
 *
 * In stages (as in ByteTrack, https://arxiv.org/abs/2110.06864): confident detections choose among all tracks, weak ones continue what is
 * left. What was seen to leave its place is asked last: the next one that stops there keeps the track it came with.
 */
export function associate(tracks: readonly TrackRecord[], scene: SeenScene, options: TrackerOptions): Association {
  const { detections, grid, atMs } = scene;
  const groups = detections.map(({ label }) => labelGroup(label));
  const matches = new Map<number, Detection>();
  const taken = new Set<Detection>();

  const pairUp = (indexes: readonly number[], isCandidate: (detection: Detection) => boolean) => {
    const pairings: Pairing[] = [];
    indexes.forEach((index, row) => {
      const track = tracks[index];
      if (track === undefined) return;
      const group = labelGroup(trackLabel(track));
      const { within, fit } = searchFor(track, atMs, options);
      grid.visitNear(within, (column) => {
        const detection = detections[column];
        if (detection === undefined || groups[column] !== group || !isCandidate(detection)) return;
        const gain = fit(detection.box);
        if (gain > 0) pairings.push({ row, column, gain });
      });
    });
    if (pairings.length === 0) return;
    assign(indexes.length, detections.length, pairings).forEach((column, row) => {
      const index = indexes[row];
      const detection = detections[column];
      if (index === undefined || detection === undefined) return;
      matches.set(index, detection);
      taken.add(detection);
    });
  };

  const isFree = (detection: Detection) => !taken.has(detection);
  const isConfident = ({ score }: Detection) => score >= options.startScore;
  const isWeak = ({ score }: Detection) => score < options.startScore && score >= options.continueScore;
  const all = [...tracks.keys()];
  const isGone = (index: number) => tracks[index]?.hasLeft === true;
  pairUp(
    all.filter((index) => !isGone(index)),
    isConfident,
  );
  pairUp(
    all.filter((index) => !matches.has(index) && !isGone(index)),
    isWeak,
  );
  pairUp(all.filter(isGone), (detection) => isFree(detection) && isConfident(detection));
  return { matches, unmatched: detections.filter((detection) => isFree(detection) && isConfident(detection)) };
}
