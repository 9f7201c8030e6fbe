import type { Box } from '@lamppost/contracts';
import { expect, test } from 'vitest';
import { HazardGrid } from '../burning/hazard-grid.js';
import type { Detection } from '../decoding/detection.js';
import { labelIndex } from '../decoding/labels.js';
import type { Label } from '../decoding/labels.js';
import type { PlannedModel } from '../families/plan-models.js';
import { hazardOfLook } from './hazard-of-look.js';
import type { HazardAnswer } from './hazard-of-look.js';

const WHOLE: Box = { x1: 0, y1: 0, x2: 1, y2: 1 };

/** A planned model, as far as fire and smoke are concerned. */
function planned(labels: readonly (Label | null)[], hasHazard = false): PlannedModel {
  const normalisation = { channels: 'bgr', scale: 1, mean: [0, 0, 0], std: [1, 1, 1] } as const;
  return {
    labels,
    size: { width: 64, height: 64 },
    plan: {
      ...{ name: 'm.onnx', file: '/m.onnx', sha256: '0'.repeat(64), sidecar: null, family: 'yolov8' },
      input: { name: 'images', elementType: 'float32', layout: 'nchw', size: null, normalisation },
      ...{ constants: [], head: { kind: 'decoded' }, stride: 32, classes: [], labels, minScore: 0.2, hasHazard },
      overlaps: { sameLabel: 0.5, sameLabelWithin: 0.85, sameGroup: 0.7 },
    },
  };
}

const found = (label: Label, score: number, box: Box): Detection => ({ label, classId: labelIndex(label), score, box });

/** Scores of 0.5 for fire and 0.25 for smoke on 4 by 4 cells. */
const scores: HazardAnswer = {
  detections: [],
  outputs: {
    shape: (name) => (name === 'hazard' ? [1, 2, 4, 4] : []),
    floats: () => Float32Array.from({ length: 32 }, (_, index) => (index < 16 ? 0.5 : 0.25)),
  },
};

const silent = (detections: readonly Detection[]): HazardAnswer => ({
  detections,
  outputs: { shape: () => [], floats: () => new Float32Array(0) },
});

test('without a model for fire or smoke, the default model’s scores stay as they are', () => {
  const grid = hazardOfLook([planned(['car']), planned(['person'], true)], [silent([]), scores], WHOLE);
  expect(grid).toMatchObject({ columns: 4, rows: 4, fire: Array(16).fill(0.5), smoke: Array(16).fill(0.25) });
});

test('with a model that finds fire, its boxes are painted in place of the scores, and smoke stays', () => {
  const boxes = [
    found('fire', 0.6, { x1: 0.25, y1: 0.5, x2: 0.75, y2: 1 }),
    found('fire', 0.9, { x1: 0.6, y1: 0.8, x2: 0.7, y2: 0.9 }),
    found('car', 0.9, WHOLE),
  ];
  const models = [planned(['fire', 'car']), planned(['person'], true)];
  const grid = HazardGrid.parse(hazardOfLook(models, [silent(boxes), scores], WHOLE));
  expect(grid.fire).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0.6, 0.6, 0, 0, 0.6, 0.9, 0]);
  expect(grid.smoke).toEqual(Array(16).fill(0.25));
});

test('where bars cut the grid, boxes lie where the picture lies', () => {
  const letterbox: Box = { x1: 0, y1: 0.25, x2: 1, y2: 0.75 };
  const boxes = [found('smoke', 0.7, { x1: 0, y1: 0, x2: 0.25, y2: 0.5 })];
  const grid = hazardOfLook([planned(['smoke']), planned([], true)], [silent(boxes), scores], letterbox);
  expect(grid).toMatchObject({ columns: 4, rows: 2, smoke: [0.7, 0, 0, 0, 0, 0, 0, 0], fire: Array(8).fill(0.5) });
});

test('without a default model that scores fire, there are the painted boxes alone; and without any, nothing', () => {
  const boxes = [found('fire', 0.7, WHOLE)];
  const grid = HazardGrid.parse(hazardOfLook([planned(['fire'])], [silent(boxes)], WHOLE));
  expect(new Set(grid.fire)).toEqual(new Set([0.7]));
  expect(new Set(grid.smoke)).toEqual(new Set([0]));
  expect(hazardOfLook([planned(['car'])], [silent([])], WHOLE)).toBeNull();
});
