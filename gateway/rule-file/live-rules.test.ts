import type { RulesStatus } from '@lamppost/contracts';
import pino from 'pino';
import { expect, test } from 'vitest';
import { createMetrics } from '../http/metrics.js';
import { readRules, type TakenRules } from '../rules/document/read-rules.js';
import { LiveRules } from './live-rules.js';

const text = (version: string, comment = '') =>
  `schema: lamppost.rules/1\nversion: ${version} ${comment}\nzones: []\nrules: []\n`;

function taken(version: string, comment = ''): TakenRules {
  const read = readRules(text(version, comment), 0);
  if (read.status === 'refused') throw new Error('the rules of the test are bad');
  return read;
}

function start() {
  let nowMs = 1_000;
  const lines: Record<string, unknown>[] = [];
  const changes: TakenRules[] = [];
  const statuses: RulesStatus[] = [];
  const metrics = createMetrics();
  const live = new LiveRules({
    name: 'rules.yaml',
    first: taken('a'),
    clock: { nowMs: () => nowMs },
    metrics,
    log: pino({}, { write: (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>) }),
    onChange: (rules) => void changes.push(rules),
    onStatus: (status) => void statuses.push(status),
  });
  const pass = (ms: number) => void (nowMs += ms);
  return { live, lines, changes, statuses, metrics, pass };
}

test('good rules are gone over to, and evidence names them from then on', async () => {
  const { live, changes, statuses, metrics, pass } = start();
  const before = live.decidedBy();
  pass(500);
  live.take(taken('b'));
  expect(changes.map(({ document }) => document.version)).toEqual(['b']);
  expect(live.decidedBy()).toEqual({ name: 'rules.yaml', sha256: taken('b').sha256, version: 'b' });
  expect(statuses.at(-1)).toEqual({ sha256: taken('b').sha256, version: 'b', sinceMs: 1_500, refused: null });
  expect(await metrics.registry.metrics()).toContain(
    `lamppost_rules_info{sha256="${taken('b').sha256}",version="b"} 1`,
  );
  // What the old rules found may still wait for its package.
  expect(live.documentOf(before).version).toBe('a');
});

test('bad rules are refused with the line, the old stay, and the next good ones are taken', async () => {
  const { live, lines, changes, metrics, pass } = start();
  pass(500);
  live.take(readRules(text('b').replace('zones', 'zoens'), 0));
  const problem = expect.stringMatching(
    /^rules\.yaml:3:1: zoens: .*did you mean "zones"\? \[rules\.unknown-field\]$/,
  ) as unknown;
  expect(live.status()).toMatchObject({ version: 'a', sinceMs: 1_000, refused: { atMs: 1_500, problem, problems: 1 } });
  expect(lines).toContainEqual(
    expect.objectContaining({ msg: 'rules refused; the old ones stay', problems: [problem] }),
  );
  expect(await metrics.registry.metrics()).toMatch(/^lamppost_rules_refused 1$/m);
  expect(changes).toEqual([]);
  live.take(taken('c'));
  expect(live.status()).toMatchObject({ version: 'c', refused: null });
  expect(await metrics.registry.metrics()).toMatch(/^lamppost_rules_refused 0$/m);
});

test('the same rules written otherwise change nothing, and end a refusal', () => {
  const { live, changes } = start();
  live.take(readRules('rules: 7', 0));
  live.take(taken('a', '# the same'));
  expect(changes).toEqual([]);
  expect(live.status()).toMatchObject({ version: 'a', sinceMs: 1_000, refused: null });
});
