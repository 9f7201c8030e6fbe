import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { builtFile } from './built-file.js';
import { FAULT_KINDS, planRound, roundSeed } from './fault-plan.js';

const SEED = 2026;
const ROUNDS = 20;

test('the same seed plans the same round, and many seeds plan every fault', () => {
  expect(planRound(roundSeed(1, 2))).toEqual(planRound(roundSeed(1, 2)));
  const plans = Array.from({ length: 200 }, (_, round) => planRound(roundSeed(1, round)));
  expect(new Set(plans.flatMap(({ faults }) => faults.map(({ kind }) => kind)))).toEqual(new Set(FAULT_KINDS));
  expect(plans.every(({ episodes }) => episodes.length > 0)).toBe(true);
});

test('a wrong call is told', async () => {
  const main = builtFile('main.js');
  await expect(promisify(execFile)(process.execPath, [main, '--rounds', 'many'])).rejects.toMatchObject({ code: 2 });
});

test(
  'twenty rounds of faults in two towns: each violation is one case or has a tombstone',
  { timeout: 900_000 },
  async () => {
    const main = builtFile('main.js');
    const args = [main, '--seed', String(SEED), '--rounds', String(ROUNDS), '--towns', '2', '--json'];
    const { stdout, stderr } = await promisify(execFile)(process.execPath, args).catch(
      (error: unknown) => error as { stdout: string; stderr: string },
    );
    const { failed, rounds } = JSON.parse(stdout === '' ? '{}' : stdout) as { failed?: unknown[]; rounds?: number };
    expect(failed, stderr).toEqual([]);
    expect(rounds).toBe(ROUNDS);
  },
);
