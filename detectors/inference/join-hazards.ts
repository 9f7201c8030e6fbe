import type { HazardGrid } from '../burning/hazard-grid.js';
import { paintHazards } from '../burning/paint-hazards.js';
import type { Detection } from '../decoding/detection.js';
import type { PlannedModel } from '../families/plan-models.js';
import type { Picture } from './frame.js';
import { gridWithin, readHazardGrid } from './hazard-output.js';
import type { HazardOutputs } from './hazard-output.js';

/** Pixels of a frame for each cell, in width and height, where no model has cells of its own. */
const CELL_PIXELS = 16;

/** Whether a model was made to tell fire or smoke by boxes. */
export function tellsHazards({ labels }: Pick<PlannedModel, 'labels'>): boolean {
  return labels.some((label) => label === 'fire' || label === 'smoke');
}

/**
 * What all models together say of fire and smoke: the scores of the one that has cells, and the boxes of those that have labels for it.
 *
 * @param outputs - of each model
 * @param hasLabels - whether any of them {@link tellsHazards}
 * @returns null when none of them knows fire or smoke
 * @throws DetectorError `inference.failed` when a model's scores can't be read
 */
export function joinHazards(
  outputs: readonly HazardOutputs[],
  detections: readonly Detection[],
  picture: Pick<Picture, 'width' | 'height' | 'letterbox'>,
  hasLabels: boolean,
): HazardGrid | null {
  const scored = outputs.map((one) => readHazardGrid(one, picture.letterbox)).find((grid) => grid !== null) ?? null;
  return hasLabels ? paintHazards(scored ?? blankGrid(picture), detections) : scored;
}

function blankGrid({ width, height, letterbox }: Pick<Picture, 'width' | 'height' | 'letterbox'>): HazardGrid {
  const [columns, rows] = [Math.ceil(width / CELL_PIXELS), Math.ceil(height / CELL_PIXELS)];
  return gridWithin(new Float32Array(2 * columns * rows), { columns, rows }, letterbox);
}
