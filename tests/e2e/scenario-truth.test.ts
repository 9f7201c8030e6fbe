import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CaseDetail } from '@lamppost/contracts';
import { intersectionOverUnion } from '@lamppost/detectors';
import {
  type ExpectedFinding,
  type Product,
  fourKinds,
  loadScenario,
  repositoryFile,
  startProduct,
} from '@lamppost/device-sim';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { caseOf, casesOf, metricsOf, packagesOf } from './read-product.js';
import { until } from './until.js';

/** A subject is found where the scenario says when the boxes overlap by this much. */
const SAME_SUBJECT_IOU = 0.3;
const QUIET_SECONDS = 45;
/** Time for the gateway to open the cameras before anything happens. */
const LEAD_SECONDS = 30;

let directory = '';
let product: Product | null = null;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'truth-'));
});
afterEach(async () => {
  await product?.stop();
  product = null;
  rmSync(directory, { recursive: true, force: true });
});

async function play(scenario: string, leadSeconds: number): Promise<Product> {
  product = await startProduct({
    ...fourKinds(),
    simulatorArgs: ['--scenario', repositoryFile(`device-sim/scenarios/${scenario}`), '--lead', String(leadSeconds)],
    directory,
    cloudPort: 0,
    cloudEnv: {},
    cloudUrlForGateway: (url) => Promise.resolve(url),
    broker: null,
  });
  return product;
}

/** What a case says of one expected finding, where it differs from the truth; empty when it agrees. */
function differences(expected: ExpectedFinding, found: CaseDetail, startedAtMs: number): string[] {
  const [startSeconds, triggerSeconds] = [found.violation.startedAtMs, found.violation.triggeredAtMs].map(
    (atMs) => (atMs - startedAtMs) / 1000,
  ) as [number, number];
  const problems: string[] = [];
  // What was measured is judged over a window, which may begin before the rise.
  const isEarly =
    expected.subject === null ? triggerSeconds < expected.fromSeconds : startSeconds < expected.fromSeconds;
  if (isEarly || startSeconds > expected.latestSeconds) {
    problems.push(`began at ${startSeconds} s, not between ${expected.fromSeconds} and ${expected.latestSeconds}`);
  }
  if (expected.subject !== null) {
    const box = found.violation.subject?.box;
    const isThere = box !== undefined && intersectionOverUnion(box, expected.subject.box) >= SAME_SUBJECT_IOU;
    if (!isThere) problems.push(`is at another place: ${JSON.stringify(box)}`);
  }
  return problems;
}

test(
  'what the scenario says must be found is found, where and when it says, and nothing else',
  { timeout: 240_000 },
  async () => {
    const { truth, monitors } = await loadScenario(repositoryFile('device-sim/scenarios/four-kinds.yaml'));
    const running = await play('four-kinds.yaml', LEAD_SECONDS);
    const startedAtMs = Number(running.simulator().ready.startedAtMs);
    const cases = await until('all kinds of case', 150_000, async () => {
      const found = await casesOf(running);
      return found.length >= truth.findings.length ? found : null;
    });
    expect(cases.map(({ matter, sourceId }) => `${matter} ${sourceId}`).sort()).toEqual(
      truth.findings.map(({ matter, sourceId }) => `${matter} ${sourceId}`).sort(),
    );
    for (const expected of truth.findings) {
      const summary = cases.find(({ matter }) => matter === expected.matter);
      const detail = await caseOf(running, summary?.caseId ?? '');
      expect({ matter: expected.matter, differences: differences(expected, detail, startedAtMs) }).toEqual({
        matter: expected.matter,
        differences: [],
      });
    }
    // Both kinds of monitor were heard, and every message could be read.
    const metrics = await metricsOf(running);
    for (const { id } of monitors) {
      expect(metrics).toMatch(new RegExp(`^lamppost_readings_total\\{sensor="${id}"\\} [1-9]`, 'm'));
    }
    expect(metrics).not.toMatch(/^lamppost_messages_refused_total\{/m);
  },
);

test('a street on which nothing is wrong opens no case', { timeout: 240_000 }, async () => {
  const { truth } = await loadScenario(repositoryFile('device-sim/scenarios/quiet-street.yaml'));
  expect(truth).toMatchObject({ nothingElse: true, findings: [] });
  const running = await play('quiet-street.yaml', 2);
  const startedAtMs = Number(running.simulator().ready.startedAtMs);
  await until('the time to pass', 120_000, () => (Date.now() > startedAtMs + QUIET_SECONDS * 1000 ? true : null));
  expect(await casesOf(running)).toEqual([]);
  expect(await packagesOf(running)).toMatchObject({ pending: 0, waiting: 0, accepted: 0 });
  // It really watched: a gateway that sees nothing would find nothing either. Where nothing moves, few frames are worth a look.
  const metrics = await metricsOf(running);
  const countsOf = (name: string) =>
    [...metrics.matchAll(new RegExp(`^${name}\\{.*\\} (\\d+)$`, 'gm'))].map(([, count]) => Number(count));
  const looks = countsOf('lamppost_looks_total');
  expect(looks.length).toBeGreaterThan(0);
  expect(Math.min(...looks)).toBeGreaterThan(QUIET_SECONDS / 10);
  const frames = [...looks, ...countsOf('lamppost_frames_not_looked_at_total')].reduce((sum, count) => sum + count, 0);
  expect(frames).toBeGreaterThan(QUIET_SECONDS * looks.length);
});
