import type { Box } from '@lamppost/contracts';
import type { PixelSize } from '../geometry/letterbox.js';
import { Candidates } from './candidates.js';
import { COCO_LABELS } from './coco-labels.js';
import type { Detection } from './detection.js';
import { type Label, labelIndex } from './labels.js';
import { keepBest } from './suppress-overlaps.js';
import type { OverlapLimits } from './suppress-overlaps.js';

/** What every model answers for one frame once its head is adapted; the street model does so by itself. */
export interface DetectorOutput {
  /** x1, y1, x2, y2 of each location in pixels of the frame. */
  readonly boxes: Float32Array;
  /** Score of the best class at each location, 0 to 1. */
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
  /** Label of each class by its index; null for a class that nobody asks for. */
  readonly labels: readonly (Label | null)[];
}

/** Values that suit the street model at 416 by 256 pixels. */
export const DECODING_DEFAULTS: DecodingOptions = {
  minScore: 0.2,
  minSizePx: 5,
  overlaps: { sameLabel: 0.5, sameLabelWithin: 0.85, sameGroup: 0.7 },
  maxDetections: 150,
  labels: COCO_LABELS,
};

/** Frame that an answer belongs to. */
export interface DecodedFrame extends PixelSize {
  /** Where the picture lies in the frame, in fractions of the frame. */
  readonly letterbox: Box;
}

const NO_LABEL = 255;

function clamp(value: number): number {
  return value < 0 ? 0 : value > 1 ? 1 : value;
}

/** Counts the locations that reach a score. Scores of NaN do not. */
function countHits(scores: Float32Array, minScore: number): number {
  let hits = 0;
  for (const score of scores) if (score >= minScore) hits += 1;
  return hits;
}

/** The locations that are likely enough, as boxes in fractions of the picture. */
function findCandidates(output: DetectorOutput, frame: DecodedFrame, options: DecodingOptions): Candidates {
  const { boxes, scores, classes } = output;
  const { minScore, minSizePx } = options;
  const candidates = new Candidates(countHits(scores, minScore));
  const labels = Uint8Array.from(options.labels, (label) => (label === null ? NO_LABEL : labelIndex(label)));
  const { letterbox } = frame;
  const left = letterbox.x1 * frame.width;
  const top = letterbox.y1 * frame.height;
  const width = (letterbox.x2 - letterbox.x1) * frame.width;
  const height = (letterbox.y2 - letterbox.y1) * frame.height;
  for (let index = 0; index < scores.length; index += 1) {
    const score = scores[index] ?? 0;
    if (!(score >= minScore)) continue;
    const label = labels[classes[index] ?? NO_LABEL] ?? NO_LABEL;
    if (label === NO_LABEL) continue;
    const at = 4 * index;
    const x1 = boxes[at] ?? NaN;
    const y1 = boxes[at + 1] ?? NaN;
    const x2 = boxes[at + 2] ?? NaN;
    const y2 = boxes[at + 3] ?? NaN;
    // The other way round from `<`, so that a box of NaN is left out too.
    if (!(x2 - x1 >= minSizePx && y2 - y1 >= minSizePx)) continue;
    const [fromX, toX] = [clamp((x1 - left) / width), clamp((x2 - left) / width)];
    const [fromY, toY] = [clamp((y1 - top) / height), clamp((y2 - top) / height)];
    if (fromX < toX && fromY < toY) candidates.add(fromX, fromY, toX, toY, Math.min(1, score), label);
  }
  return candidates;
}

/**
 * Turns a model's answer into detections: threshold, letterbox undone, non-maximum suppression.
 *
 * @returns detections in fractions of the original picture, best first
 */
export function decodeDetections(
  output: DetectorOutput,
  frame: DecodedFrame,
  options: Partial<DecodingOptions> = {},
): Detection[] {
  const settings = { ...DECODING_DEFAULTS, ...options };
  const candidates = findCandidates(output, frame, settings);
  const { boxes, scores } = candidates;
  return keepBest(candidates, settings.overlaps, settings.maxDetections).map((index) => {
    const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = boxes.subarray(4 * index, 4 * index + 4);
    const label = candidates.label(index);
    return { label, classId: labelIndex(label), score: scores[index] ?? 0, box: { x1, y1, x2, y2 } };
  });
}
