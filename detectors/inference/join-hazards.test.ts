import { expect, test } from 'vitest';
import type { Detection } from '../decoding/detection.js';
import type { HazardOutputs } from './hazard-output.js';
import { joinHazards, tellsHazards } from './join-hazards.js';

const picture = { width: 64, height: 32, letterbox: { x1: 0, y1: 0, x2: 1, y2: 1 } };
const none: HazardOutputs = { floats: () => new Float32Array(0), shape: () => [] };
const cells: HazardOutputs = { floats: () => new Float32Array(16).fill(0.25), shape: () => [1, 2, 2, 4] };
const fire: Detection = { label: 'fire', classId: 0, box: { x1: 0, y1: 0, x2: 0.25, y2: 0.5 }, score: 0.5 };

test('a model that tells fire or smoke by boxes is one with a label for it', () => {
  expect(tellsHazards({ labels: [null, 'smoke'] })).toBe(true);
  expect(tellsHazards({ labels: ['car', null] })).toBe(false);
});

test('without a model that knows fire or smoke nothing is known', () => {
  expect(joinHazards([none, none], [], picture, false)).toBeNull();
});

test('the scores of cells are read from the model that has them', () => {
  expect(joinHazards([none, cells], [], picture, false)).toMatchObject({ columns: 4, rows: 2, fire: Array(8).fill(0.25) });
});

test('boxes are laid over the scores, or over nothing where no model has cells', () => {
  expect(joinHazards([cells], [fire], picture, true)?.fire).toEqual([0.75, ...Array<number>(7).fill(0.25)]);
  expect(joinHazards([none], [fire], picture, true)?.fire).toEqual([0.75, ...Array<number>(7).fill(0)]);
});

test('no box is an answer too', () => {
  expect(joinHazards([none], [], picture, true)).toMatchObject({ columns: 4, rows: 2, smoke: Array(8).fill(0) });
});
