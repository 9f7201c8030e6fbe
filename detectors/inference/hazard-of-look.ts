import type { Box } from '@lamppost/contracts';
import type { HazardGrid } from '../burning/hazard-grid.js';
import type { Detection } from '../decoding/detection.js';
import type { PlannedModel } from '../families/plan-models.js';
import { readHazardGrid } from './hazard-output.js';
import type { ModelOutputs } from './model-session.js';

/** What one model made of a picture, as far as it says something of fire and smoke. */
export interface HazardAnswer {
  readonly detections: readonly Detection[];
  readonly outputs: Pick<ModelOutputs, 'floats' | 'shape'>;
}

/** A grid as fine as the default model's at the usual size of frames, for boxes to be painted on. */
const EMPTY_GRID = { columns: 26, rows: 16, picture: { x1: 0, y1: 0, x2: 1, y2: 1 } };

/** The cells along one side that lie in a span, at least in part. */
function cellsIn(cells: number, from: number, to: number): [first: number, end: number] {
  return [Math.max(0, Math.floor(from * cells)), Math.min(cells, Math.ceil(to * cells))];
}

/** Scores of cells by the boxes that cover them, the best box in each. */
function paint(
  boxes: readonly Detection[],
  { columns, rows, picture }: Pick<HazardGrid, 'columns' | 'rows' | 'picture'>,
) {
  const scores = Array<number>(columns * rows).fill(0);
  const width = picture.x2 - picture.x1;
  const height = picture.y2 - picture.y1;
  for (const { box, score } of boxes) {
    const [left, right] = cellsIn(columns, picture.x1 + box.x1 * width, picture.x1 + box.x2 * width);
    const [top, bottom] = cellsIn(rows, picture.y1 + box.y1 * height, picture.y1 + box.y2 * height);
    for (let row = top; row < bottom; row += 1)
      for (let cell = row * columns + left; cell < row * columns + right; cell += 1)
        scores[cell] = Math.max(scores[cell] ?? 0, score);
  }
  return scores;
}

/**
 * What models say of fire and smoke together. A model that finds fire, or smoke, as objects takes the place of the default one's scores
 * of it: its boxes are painted onto the grid.
 *
 * @param answers - of the models, in their order
 * @param letterbox - where the picture lies in the frame, in fractions of the frame
 * @returns null when no model says anything of either
 */
export function hazardOfLook(
  models: readonly PlannedModel[],
  answers: readonly HazardAnswer[],
  letterbox: Box,
): HazardGrid | null {
  const scored = answers[models.findIndex(({ plan }) => plan.hasHazard)];
  const grid = scored === undefined ? null : readHazardGrid(scored.outputs, letterbox);
  const brought = (['fire', 'smoke'] as const).filter((label) => models.some(({ labels }) => labels.includes(label)));
  if (brought.length === 0) return grid;
  const nothing = Array<number>(EMPTY_GRID.columns * EMPTY_GRID.rows).fill(0);
  const base = grid ?? { ...EMPTY_GRID, fire: nothing, smoke: nothing };
  const found = answers.flatMap(({ detections }) => detections);
  const painted = brought.map(
    (label) =>
      [
        label,
        paint(
          found.filter((one) => one.label === label),
          base,
        ),
      ] as const,
  );
  return { ...base, ...Object.fromEntries(painted) };
}
