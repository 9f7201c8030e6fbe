import { expect, test } from 'vitest';
import { judgeRollout } from './judge-rollout.js';

const running = { soakMinutes: 30, haltAbovePercent: 5, tolerated: 0, stepAtMs: 0 };
const counts = { gateways: 100, given: 40, taken: 40, refused: 0, silent: 0, waiting: 0, unheard: 0 };
const SOAKED = 30 * 60_000;

test.each([
  ['all took it, but not for long enough', {}, counts, SOAKED - 1, 'go-on'],
  ['all took it for long enough', {}, counts, SOAKED, 'advance'],
  ['a person is to advance it', { soakMinutes: null }, counts, SOAKED, 'go-on'],
  ['one has not said yet', {}, { ...counts, taken: 39, waiting: 1 }, SOAKED, 'go-on'],
  ['one is off', {}, { ...counts, taken: 39, unheard: 1 }, SOAKED, 'advance'],
  ['all are off', {}, { ...counts, taken: 0, unheard: 40 }, SOAKED, 'go-on'],
  ['no more than 5 % refused it', {}, { ...counts, taken: 38, refused: 2 }, SOAKED, 'advance'],
  ['more than 5 % refused it', {}, { ...counts, taken: 37, refused: 3 }, 0, 'halt'],
  ['more than 5 % fell silent or refused it', {}, { ...counts, taken: 37, refused: 2, silent: 1 }, 0, 'halt'],
  ['not one may fail', { haltAbovePercent: 0 }, { ...counts, taken: 39, silent: 1 }, 0, 'halt'],
  ['somebody let it go on', { tolerated: 3 }, { ...counts, taken: 37, refused: 3 }, SOAKED, 'advance'],
  ['one more failed since', { tolerated: 3 }, { ...counts, taken: 36, refused: 4 }, SOAKED, 'halt'],
] as const)('%s', (_, over, found, nowMs, verdict) => {
  expect(judgeRollout({ ...running, ...over }, found, nowMs).verdict).toBe(verdict);
});
