import type { HazardGrid } from '../burning/hazard-grid.js';
import { paintHazards } from '../burning/paint-hazards.js';
import type { Detection } from '../decoding/detection.js';
import type { PlannedModel } from '../families/plan-models.js';
import type { Picture } from './frame.js';
import { gridWithin, readHazardGrid } from './hazard-output.js';
import type { HazardOutputs } from './hazard-output.js';

/** Pixels of a frame for each cell, in width and height, where no model has cells of its own. */
const CELL_PIXELS = 16;

/** What can be told by boxes in place of scores. */
type Hazard = 'fire' | 'smoke';

/** Which of fire and smoke models were made to tell by boxes. */
export function hazardsByBoxes(models: readonly Pick<PlannedModel, 'labels'>[]): readonly Hazard[] {
  return (['fire', 'smoke'] as const).filter((hazard) => models.some(({ labels }) => labels.includes(hazard)));
}

/**
 * What all models together say of fire and smoke: the boxes of those that have labels for it, and for what none of them has a label, the
 * scores of the one that has cells. Whoever brings a model of fire wants its judgement in place of ours.
 *
 * @param outputs - of each model
 * @param byBoxes - what is told by boxes: {@link hazardsByBoxes}
 * @returns null when none of them knows fire or smoke
 * @throws DetectorError `inference.failed` when a model's scores can't be read
 */
export function joinHazards(
  outputs: readonly HazardOutputs[],
  detections: readonly Detection[],
  picture: Pick<Picture, 'width' | 'height' | 'letterbox'>,
  byBoxes: readonly Hazard[],
): HazardGrid | null {
  const scored = outputs.map((one) => readHazardGrid(one, picture.letterbox)).find((grid) => grid !== null) ?? null;
  if (byBoxes.length === 0) return scored;
  const grid = scored ?? blankGrid(picture);
  const blank = byBoxes.map((hazard) => [hazard, grid[hazard].map(() => 0)] as const);
  return paintHazards({ ...grid, ...Object.fromEntries(blank) }, detections);
}

function blankGrid({ width, height, letterbox }: Pick<Picture, 'width' | 'height' | 'letterbox'>): HazardGrid {
  const [columns, rows] = [Math.ceil(width / CELL_PIXELS), Math.ceil(height / CELL_PIXELS)];
  return gridWithin(new Float32Array(2 * columns * rows), { columns, rows }, letterbox);
}
