import { expect, test } from 'vitest';
import type { Detection } from '../decoding/detection.js';
import type { HazardOutputs } from './hazard-output.js';
import { hazardsByBoxes, joinHazards } from './join-hazards.js';

const picture = { width: 64, height: 32, letterbox: { x1: 0, y1: 0, x2: 1, y2: 1 } };
const none: HazardOutputs = { floats: () => new Float32Array(0), shape: () => [] };
const cells: HazardOutputs = { floats: () => new Float32Array(16).fill(0.25), shape: () => [1, 2, 2, 4] };
const fire: Detection = { label: 'fire', classId: 0, box: { x1: 0, y1: 0, x2: 0.25, y2: 0.5 }, score: 0.5 };

test('a model that tells fire or smoke by boxes is one with a label for it', () => {
  expect(hazardsByBoxes([{ labels: ['car', null] }, { labels: [null, 'smoke'] }])).toEqual(['smoke']);
  expect(hazardsByBoxes([{ labels: ['car', null] }])).toEqual([]);
});

test('without a model that knows fire or smoke nothing is known', () => {
  expect(joinHazards([none, none], [], picture, [])).toBeNull();
});

test('the scores of cells are read from the model that has them', () => {
  expect(joinHazards([none, cells], [], picture, [])).toMatchObject({ columns: 4, rows: 2, fire: Array(8).fill(0.25) });
});

test('boxes take the place of the scores, but of what has no boxes the scores stay', () => {
  const painted = [0.75, ...Array<number>(7).fill(0)];
  expect(joinHazards([cells], [fire], picture, ['fire'])).toMatchObject({ fire: painted, smoke: Array(8).fill(0.25) });
  expect(joinHazards([none], [fire], picture, ['fire'])).toMatchObject({ fire: painted, smoke: Array(8).fill(0) });
});

test('no box is an answer too', () => {
  expect(joinHazards([none], [], picture, ['smoke'])).toMatchObject({ columns: 4, rows: 2, smoke: Array(8).fill(0) });
});
