import type { Box } from '@lamppost/contracts';
import { expect, test } from 'vitest';
import { pictureHazards } from './picture-hazards.js';
import { scoreHazard } from './score-hazards.js';
import { scoreObjects } from './score-objects.js';

const left: Box = { x1: 0, y1: 0, x2: 0.4, y2: 0.4 };
const right: Box = { x1: 0.5, y1: 0.5, x2: 0.9, y2: 0.9 };

test('classes, groups and thresholds are scored, and what cannot be scored is named', () => {
  const scores = scoreObjects(
    [
      {
        objects: [
          { label: 'car', box: left },
          { label: 'truck', box: right },
          { label: 'unicorn', box: right },
        ],
        detections: [
          { label: 'car', score: 0.9, box: left },
          { label: 'car', score: 0.3, box: right },
          { label: 'person', score: 0.9, box: right },
        ],
      },
    ],
    {
      names: ['car', 'truck', 'unicorn', 'bus'],
      known: ['car', 'truck', 'bus', 'person'],
      thresholds: [{ name: 'high', minScore: 0.5 }],
    },
  );
  expect(scores.classes.map(({ label, objects, ap50 }) => [label, objects, ap50])).toEqual([
    ['car', 1, 1],
    ['truck', 1, 0],
  ]);
  expect(scores.meanAp50).toBe(0.5);
  // As vehicles, the car that was seen in the truck's place is the truck.
  expect(scores.groups).toMatchObject([
    {
      label: 'vehicle',
      objects: 2,
      ap50: 1,
      members: ['car', 'truck', 'bus'],
      atThresholds: [{ found: 1, missed: 1 }],
    },
  ]);
  expect(scores.together).toEqual([
    { name: 'high', minScore: 0.5, found: 1, missed: 1, wrong: 0, precision: 1, recall: 0.5 },
  ]);
  expect(scores.unknownToModel).toEqual([{ label: 'unicorn', objects: 1 }]);
  expect(scores.withoutObjects).toEqual(['bus']);
});

test('a picture counts by its most hazardous cell, or by a detection of that label', () => {
  const hazard = { columns: 2, rows: 1, fire: [0.1, 0.7], smoke: [0.2, 0], picture: { x1: 0, y1: 0, x2: 1, y2: 1 } };
  const detections = [
    { label: 'smoke', score: 0.6 },
    { label: 'car', score: 0.9 },
  ];
  expect(pictureHazards({ hazard, detections })).toEqual({ fire: 0.7, smoke: 0.6 });
  expect(pictureHazards({ hazard: null, detections: [] })).toEqual({ fire: 0, smoke: 0 });
});

test('a hazard is scored over all pictures, those of the other hazard among the negatives', () => {
  const picture = (fire: number, ...shows: ('fire' | 'smoke')[]) => ({
    scores: { fire, smoke: 0 },
    shows: new Set(shows),
  });
  const pictures = [picture(0.9, 'fire'), picture(0.4, 'fire', 'smoke'), picture(0.5, 'smoke'), picture(0.1)];
  const roc = scoreHazard('fire', pictures, 0.45);
  expect(roc).toMatchObject({ positives: 2, negatives: 2, negativesWithOther: 1, auc: 0.75 });
  expect(roc.atLimit).toEqual({ minScore: 0.9, falsePositiveRate: 0, recall: 0.5 });
  expect(roc.atShipped).toEqual({ minScore: 0.45, recall: 0.5, falsePositiveRate: 0.5 });
  expect(scoreHazard('fire', [picture(0.5)], 0.45)).toMatchObject({
    auc: null,
    atLimit: null,
    recallInterval: null,
    curve: [],
    atShipped: { recall: null, falsePositiveRate: 1 },
  });
});
