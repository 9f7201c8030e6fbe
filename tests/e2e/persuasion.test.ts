import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Violation } from '@lamppost/contracts';
import { type Product, repositoryFile, startProduct } from '@lamppost/device-sim';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { caseOf, casesOf } from './read-product.js';
import { until } from './until.js';

const ZONES = ['lane', 'gate'];
const GRACE_SECONDS = 15;

/** Both zones are alike: a stall is told after ten seconds, its vendor reminded, and looked at again after the time of grace. */
const RULES = JSON.stringify({
  schema: 'lamppost.rules/1',
  speakers: ZONES.map((zone) => ({ id: `${zone}-horn` })),
  zones: ZONES.map((zone) => ({
    id: zone,
    camera: `${zone}-cam`,
    polygon: [
      [0, 0.4],
      [1, 0.4],
      [1, 1],
      [0, 1],
    ],
  })),
  rules: ZONES.map((zone) => ({
    id: `stall-${zone}`,
    matter: 'stall',
    severity: 2,
    zone,
    forSeconds: 10,
    endsAfterSeconds: 10,
    remind: { speaker: `${zone}-horn`, graceSeconds: GRACE_SECONDS },
  })),
});

const Record = z.object({
  violation: Violation,
  correctedAtMs: z.number(),
  stills: z.array(z.object({ name: z.string(), capturedAtMs: z.number() })),
});

let directory = '';
let product: Product | null = null;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'persuade-'));
});
afterEach(async () => {
  await product?.stop();
  product = null;
  rmSync(directory, { recursive: true, force: true });
});

test(
  'a vendor who leaves when told is recorded as corrected; one who stays becomes a lead',
  { timeout: 240_000 },
  async () => {
    const scenario = repositoryFile('device-sim/scenarios/two-vendors.yaml');
    product = await startProduct({
      gatewayId: 'pole-002',
      simulatorArgs: ['--scenario', scenario, '--lead', '25'],
      rules: RULES,
      gatewayConfig: { looksPerSecond: 4, ringBytesPerCamera: 200_000_000 },
      directory,
      cloudPort: 0,
      cloudEnv: {},
      cloudUrlForGateway: (url) => Promise.resolve(url),
      broker: null,
    });
    const running = product;
    const [lead] = await until('the lead', 150_000, async () => {
      const cases = await casesOf(running);
      return cases.length > 0 ? cases : null;
    });
    expect(lead?.sourceId).toBe('gate-cam');
    const { violation } = await caseOf(running, lead?.caseId ?? '');
    const { reminder } = violation;
    expect(reminder).toMatchObject({ speakerId: 'gate-horn', delivery: 'said', outcome: 'not-corrected' });
    expect(violation.triggeredAtMs - (reminder?.remindedAtMs ?? 0)).toBeGreaterThanOrEqual(GRACE_SECONDS * 1000);

    const records = join(directory, 'gateway', 'corrected');
    const file = await until('the record of the correction', 90_000, () => {
      const [name] = readdirSync(records);
      const path = join(records, name ?? '', 'record.json');
      return name !== undefined && existsSync(path) ? path : null;
    });
    const record = Record.parse(JSON.parse(readFileSync(file, 'utf8')));
    expect(record.violation).toMatchObject({
      sourceId: 'lane-cam',
      reminder: { speakerId: 'lane-horn', delivery: 'said', outcome: 'corrected' },
    });
    expect(record.stills.map(({ name }) => name)).toEqual(['before.jpg', 'after.jpg']);
    const [before, after] = record.stills;
    expect((after?.capturedAtMs ?? 0) - (before?.capturedAtMs ?? 0)).toBeGreaterThan(5_000);
    // Whoever was persuaded leads to no case.
    expect((await casesOf(running)).map(({ sourceId }) => sourceId)).toEqual(['gate-cam']);
  },
);
