import type { Box } from '@lamppost/contracts';
import { withoutLetterbox } from '../geometry/letterbox.js';
import type { PixelSize } from '../geometry/letterbox.js';
import { COCO_LABELS } from './coco-labels.js';
import type { Detection } from './detection.js';
import { suppressOverlaps } from './suppress-overlaps.js';
import type { OverlapLimits } from './suppress-overlaps.js';

/** What the street model answers for one frame; see its model card. */
export interface StreetOutput {
  /** x1, y1, x2, y2 of each location in pixels of the frame. */
  readonly boxes: Float32Array;
  /** Score of the best class at each location. */
  readonly scores: Float32Array;
  /** Index of the best class at each location. */
  readonly classes: Int32Array;
}

/** What counts as a detection. */
export interface DecodingOptions {
  /** Least score, 0 to 1. Low, for a tracker continues tracks with weak detections that would start none. */
  readonly minScore: number;
  /** Least width and height in pixels of the frame: below it the model sees texture rather than objects. */
  readonly minSizePx: number;
  /** Which overlapping detections are one object. */
  readonly overlaps: OverlapLimits;
  /** Most detections kept of one frame, the best ones. */
  readonly maxDetections: number;
}

/** Values that suit a street at 416 by 256 pixels. */
export const DECODING_DEFAULTS: DecodingOptions = {
  minScore: 0.2,
  minSizePx: 5,
  overlaps: { sameLabel: 0.5, sameLabelWithin: 0.85, sameGroup: 0.7 },
  maxDetections: 150,
};

/** Frame that an answer belongs to. */
export interface DecodedFrame extends PixelSize {
  /** Where the picture lies in the frame, in fractions of the frame. */
  readonly letterbox: Box;
}

function detectionAt(index: number, output: StreetOutput, frame: DecodedFrame, minSizePx: number): Detection | null {
  const [x1 = NaN, y1 = NaN, x2 = NaN, y2 = NaN] = output.boxes.subarray(4 * index, 4 * index + 4);
  // The other way round from `<`, so that a box of NaN is left out too.
  if (!(x2 - x1 >= minSizePx && y2 - y1 >= minSizePx)) return null;
  const inFrame = { x1: x1 / frame.width, y1: y1 / frame.height, x2: x2 / frame.width, y2: y2 / frame.height };
  const box = withoutLetterbox(inFrame, frame.letterbox);
  const classId = output.classes[index] ?? -1;
  const label = COCO_LABELS[classId];
  const score = Math.min(1, output.scores[index] ?? 0);
  return box === null || label === undefined ? null : { label, classId, score, box };
}

/**
 * Turns the street model's answer into detections: threshold, letterbox undone, non-maximum suppression.
 *
 * @returns detections in fractions of the original picture, best first
 */
export function decodeDetections(
  output: StreetOutput,
  frame: DecodedFrame,
  options: Partial<DecodingOptions> = {},
): Detection[] {
  const { minScore, minSizePx, overlaps, maxDetections } = { ...DECODING_DEFAULTS, ...options };
  const candidates: Detection[] = [];
  output.scores.forEach((score, index) => {
    const detection = score >= minScore ? detectionAt(index, output, frame, minSizePx) : null;
    if (detection !== null) candidates.push(detection);
  });
  return suppressOverlaps(candidates, overlaps).slice(0, maxDetections);
}
