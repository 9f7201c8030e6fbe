import { expect, test } from 'vitest';
import { readShares, stepsOf } from './rollout-steps.js';

const counts = { gateways: 10, given: 5, taken: 5, refused: 0, silent: 0, waiting: 0, unheard: 0 };

test.each([
  ['running', ['advance', 'pause', 'roll-back']],
  ['paused', ['resume', 'roll-back']],
  ['halted', ['resume', 'roll-back']],
  ['finished', ['roll-back']],
  ['rolled-back', []],
] as const)('a roll-out that is %s allows %j', (state, steps) => {
  expect(stepsOf({ state, counts })).toEqual(steps);
});

test('a document is sent again where somebody refused it', () => {
  expect(stepsOf({ state: 'halted', counts: { ...counts, refused: 2 } })).toEqual(['resume', 'retry', 'roll-back']);
});

test.each([
  ['10, 50, 100', [10, 50, 100]],
  ['5%、100%', [5, 100]],
  ['100', [100]],
  ['50, 10, 100', null],
  ['10, 50', null],
  ['10, 10, 100', null],
  ['0, 100', null],
  ['a, 100', null],
  ['', null],
] as const)('reads %j as %j', (text, shares) => {
  expect(readShares(text)).toEqual(shares);
});
