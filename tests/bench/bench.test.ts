import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { repositoryFile } from '@lamppost/device-sim';
import { describe, expect, test } from 'vitest';
import { BenchReport, meetsAim } from './bench-report.js';
import { BENCHMARKS } from './benchmarks.js';
import { alternate, quantile, spreadOf } from './spread.js';

const bench = async (...args: readonly string[]) =>
  promisify(execFile)(process.execPath, [repositoryFile('tests/dist/bench/main.js'), ...args]);

describe('npm run bench', () => {
  // Small settings: that each of them works, never how fast.
  test.each(Object.keys(BENCHMARKS))(
    '%s prints a report that follows its schema',
    { timeout: 120_000 },
    async (name) => {
      const { stdout } = await bench(name, '--quick', '--json');
      const report = BenchReport.parse(JSON.parse(stdout));
      expect(report.bench).toBe(name);
      expect(report.meets).toBe(meetsAim(report.result, report.aim));
    },
  );

  test('lists its names when none is given, and refuses one that it does not know', async () => {
    const { stdout } = await bench();
    const documented = readFileSync(repositoryFile('docs/evaluation.md'), 'utf8');
    for (const name of Object.keys(BENCHMARKS)) {
      expect(stdout).toMatch(new RegExp(`^  ${name} `, 'm'));
      expect(documented).toContain(`| \`${name}\``);
    }
    await expect(bench('nothing')).rejects.toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringMatching(/nothing: there is no such benchmark/) as string,
    });
  });
});

test('alternate does each in turn, and leaves out the first round', async () => {
  const order: string[] = [];
  const side = (name: string) => () => {
    order.push(name);
    return order.length;
  };
  expect(await alternate(2, { a: side('a'), b: side('b') })).toEqual({ a: [3, 5], b: [4, 6] });
  expect(order).toEqual(['a', 'b', 'a', 'b', 'a', 'b']);
  expect(await alternate(1, { a: () => Promise.resolve(7) }, 0)).toEqual({ a: [7] });
});

test('quantiles lie between samples in proportion, and a spread names the ends', () => {
  expect(quantile([4, 1, 3, 2], 0.5)).toBe(2.5);
  expect(quantile([5], 0.95)).toBe(5);
  expect(spreadOf([3, 1, 2])).toEqual({ median: 2, low: 1, high: 3, samples: [3, 1, 2] });
});

test('an aim is kept at its limit, or strictly below', () => {
  expect(meetsAim(0.85, { comparison: 'at least', limit: 0.85 })).toBe(true);
  expect(meetsAim(0.35, { comparison: 'at most', limit: 0.35 })).toBe(true);
  expect(meetsAim(1, { comparison: 'below', limit: 1 })).toBe(false);
});
