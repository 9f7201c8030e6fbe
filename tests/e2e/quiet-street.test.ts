import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Product, fourKinds, loadScenario, repositoryFile, startProduct } from '@lamppost/device-sim';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { casesOf, metricsOf, packagesOf } from './read-product.js';
import { until } from './until.js';

const SCENARIO = repositoryFile('device-sim/scenarios/quiet-street.yaml');
const QUIET_SECONDS = 45;

let directory = '';
let product: Product | null = null;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quiet-'));
});
afterEach(async () => {
  await product?.stop();
  product = null;
  rmSync(directory, { recursive: true, force: true });
});

test('a street on which nothing is wrong opens no case', { timeout: 240_000 }, async () => {
  const { truth } = await loadScenario(SCENARIO);
  expect(truth).toMatchObject({ nothingElse: true, findings: [] });
  const running = await startProduct({
    ...fourKinds(),
    simulatorArgs: ['--scenario', SCENARIO, '--lead', '2'],
    directory,
    cloudPort: 0,
    cloudEnv: {},
    cloudUrlForGateway: (url) => Promise.resolve(url),
    broker: null,
  });
  product = running;
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
