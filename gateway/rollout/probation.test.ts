import pino from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { beginProbation } from './probation.js';

const MINUTES = 10;
const log = pino({ level: 'silent' });

/** A configuration on trial, and what happens to it. */
function onTrial() {
  const happened: string[] = [];
  const configuration = {
    isOnTrial: true,
    refuse: (problem: string) => {
      happened.push(problem);
      configuration.isOnTrial = false;
      return Promise.resolve();
    },
    onRestart: () => void happened.push('restart'),
  };
  return { configuration, happened };
}

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('a configuration that does not reach the cloud in time is given up, and then the gateway starts anew', async () => {
  const { configuration, happened } = onTrial();
  beginProbation({ configuration, minutes: MINUTES, log });
  await vi.advanceTimersByTimeAsync(MINUTES * 60_000 - 1);
  expect(happened).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  expect(happened).toEqual(['the gateway did not reach the cloud with it within 10 minutes', 'restart']);
});

test('one that has proven itself stays, and so does one whose gateway stops before', async () => {
  const proven = onTrial();
  beginProbation({ configuration: proven.configuration, minutes: MINUTES, log });
  proven.configuration.isOnTrial = false;
  const stopped = onTrial();
  beginProbation({ configuration: stopped.configuration, minutes: MINUTES, log })();
  await vi.advanceTimersByTimeAsync(2 * MINUTES * 60_000);
  expect([proven.happened, stopped.happened]).toEqual([[], []]);
});

test('what is not on trial is not watched', () => {
  const { configuration } = onTrial();
  configuration.isOnTrial = false;
  beginProbation({ configuration, minutes: MINUTES, log });
  expect(vi.getTimerCount()).toBe(0);
});
