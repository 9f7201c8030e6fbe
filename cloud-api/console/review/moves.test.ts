import { expect, test } from 'vitest';
import { movesOf, stepsOf } from './moves.js';

test('a reviewer confirms a candidate in two steps, and passes it on in three', () => {
  expect(stepsOf({ state: 'candidate' }, { step: 'confirm' })).toEqual([{ step: 'begin-review' }, { step: 'confirm' }]);
  expect(stepsOf({ state: 'candidate' }, { step: 'transfer', bureauId: 'police' })).toEqual([
    { step: 'begin-review' },
    { step: 'confirm' },
    { step: 'transfer', bureauId: 'police' },
  ]);
  expect(stepsOf({ state: 'transferred' }, { step: 'accept' })).toEqual([{ step: 'accept' }]);
  expect(stepsOf({ state: 'accepted' }, { step: 'confirm' })).toEqual([]);
});

test('each sees the moves of the roles that they hold', () => {
  expect(movesOf({ state: 'candidate' }, ['case.read', 'case.review', 'case.transfer'])).toEqual([
    'confirm',
    'reject',
    'transfer',
    'merge',
    'correct',
  ]);
  // Who may pass on, but not review, passes on what another confirmed.
  expect(movesOf({ state: 'candidate' }, ['case.read', 'case.transfer'])).toEqual([]);
  expect(movesOf({ state: 'confirmed' }, ['case.read', 'case.transfer'])).toEqual(['transfer']);
  expect(movesOf({ state: 'transferred' }, ['case.read', 'case.accept'])).toEqual(['accept', 'return']);
  expect(movesOf({ state: 'merged' }, ['case.read', 'case.review', 'case.reopen'])).toEqual([]);
});
