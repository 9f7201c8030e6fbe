import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomBytes } from 'node:crypto';
import { type Cloud, startCloud } from '@lamppost/cloud-api';
import { CasePage, GatewayKeys } from '@lamppost/contracts';
import {
  GatewayConfig,
  type OpenEvidence,
  createMetrics,
  makeUplink,
  openEvidence,
  prepareNextKey,
  sealPackage,
} from '@lamppost/gateway';
import { sampleDevice, sampleViolation } from '@lamppost/gateway/testing';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { until } from '../e2e/until.js';

const PATIENCE_MS = 30_000;
const ACCESS_CODE = 'twelve lamps and more';
const GATEWAYS = ['pole-metered', 'pole-keys'] as const;
const DAILY_BYTES = 1_000_000;
const CLIP_BYTES = 950_000;
const DAY_MS = 24 * 3_600_000;
const APART_S = 100_000;
const log = pino({ level: 'silent' });
let nowMs = Date.parse('2026-03-02T12:00:00+08:00');
const clock = { nowMs: () => nowMs };

let folder = '';
let cloud: Cloud;
let running: { stop: () => Promise<void> } | null = null;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'real-cloud-'));
  const enrolmentFile = join(folder, 'enrolment.yaml');
  writeFileSync(
    enrolmentFile,
    GATEWAYS.map((gatewayId) => `- { gatewayId: ${gatewayId}, code: ${codeOf(gatewayId)} }\n`).join(''),
  );
  const dataFolder = join(folder, 'cloud');
  cloud = await startCloud({ port: 0, accessCode: ACCESS_CODE, enrolmentFile, dataFolder, clock, log });
}, 60_000);
afterEach(async () => {
  await running?.stop();
  running = null;
});
afterAll(async () => {
  await cloud.close();
  rmSync(folder, { recursive: true, force: true });
});

function codeOf(gatewayId: string): string {
  return `code-of-${gatewayId}-0123456789`;
}

async function ask(path: string, method = 'GET'): Promise<Response> {
  return fetch(`${cloud.url}${path}`, { method, headers: { authorization: `Bearer ${ACCESS_CODE}` } });
}

async function casesOf(gatewayId: string): Promise<number> {
  const { cases } = CasePage.parse(await (await ask('/api/v1/cases')).json());
  return cases.filter((one) => one.gatewayId === gatewayId).length;
}

/** The part of a gateway that seals, keeps and sends, with what it keeps in a folder of its own. */
async function startGateway(gatewayId: string, metered?: object): Promise<OpenEvidence> {
  await running?.stop();
  const dataDirectory = join(folder, gatewayId);
  mkdirSync(dataDirectory, { recursive: true });
  const config = GatewayConfig.parse({
    ...{ gatewayId, dataDirectory, rulesFile: 'rules.yaml', mqtt: { url: 'mqtt://127.0.0.1', username: 'gateway' } },
    cloud: { url: cloud.url, ...(metered === undefined ? {} : { metered }) },
  });
  const sealing = await openEvidence({
    ...{ config, dataDirectory, installation: dataDirectory, version: '0.1.0', clock },
    logOf: () => log,
    onDeleted: () => undefined,
  });
  const { uplink } = makeUplink({
    ...{ config, sealing, enrolmentCode: codeOf(gatewayId), clock, log },
    board: { set: () => undefined },
    metrics: createMetrics(),
  });
  uplink.start();
  running = {
    stop: async () => {
      await uplink.stop();
      await sealing.spool.close();
    },
  };
  return sealing;
}

const MASKED = randomBytes(20_000);
async function spoolPackage(
  { spool, key }: OpenEvidence,
  gatewayId: string,
  n: number,
  clipBytes = 0,
): Promise<string> {
  // More than a day apart, so that each is an offence of its own.
  const violation = { ...sampleViolation(n * APART_S), violationId: randomBytes(16).toString('hex'), gatewayId };
  const { violationId, severity } = violation;
  spool.recordViolation(violation, sampleDevice);
  const link = spool.nextLink();
  const still = { name: 'still-1.jpg', role: 'still', mediaType: 'image/jpeg', bytes: randomBytes(20_000) } as const;
  const masked = { name: 'masked-1.jpg', role: 'masked', mediaType: 'image/jpeg', bytes: MASKED } as const;
  const clip = { name: 'clip-1.mp4', role: 'clip', mediaType: 'video/mp4', bytes: randomBytes(clipBytes) } as const;
  const { digest, zip } = await sealPackage({
    ...{ gatewayId, link, violation, device: sampleDevice, models: [], key, nowMs },
    media: [still, masked, ...(clipBytes === 0 ? [] : [clip])].map((file) => ({
      ...{ ...file, capturedAtMs: null, derivedFrom: file.role === 'masked' ? still.name : null },
    })),
    rules: { name: 'rules.yaml', sha256: 'c'.repeat(64) },
    clock: { source: 'unknown', synchronised: null },
    software: { name: 'lamppost-gateway', version: '0.1.0' },
  });
  await spool.commitPackage({ violationId, digest, sequence: link.sequence, zip, severity });
  return digest;
}

const Arriving = z.object({
  packages: z.array(
    z.object({
      digest: z.string(),
      isWanted: z.boolean(),
      files: z.array(z.object({ name: z.string(), url: z.string() })),
    }),
  ),
});
async function arriving(): Promise<z.infer<typeof Arriving>['packages']> {
  return Arriving.parse(await (await ask('/api/v1/arriving-packages')).json()).packages;
}

test(
  'over a metered line stills come first, and the clip that a reviewer asks for next',
  { timeout: 90_000 },
  async () => {
    const [gatewayId] = GATEWAYS;
    const metered = { dailyBytes: DAILY_BYTES };
    let gateway = await startGateway(gatewayId, metered);
    const digests: string[] = [];
    for (const n of [1, 2, 3]) digests.push(await spoolPackage(gateway, gatewayId, n, CLIP_BYTES));
    await startGateway(gatewayId, metered);
    await until('the stills of all', PATIENCE_MS, async () => ((await arriving()).length === 3 ? true : null));
    expect(await casesOf(gatewayId)).toBe(0);
    const [first] = (await arriving()).filter(({ digest }) => digest === digests[2]);
    // The still itself is sealed, and the clip is not here.
    expect(first?.files.map(({ name }) => name)).toEqual(['masked-1.jpg']);
    expect(Buffer.from(await (await ask(first?.files[0]?.url ?? '')).arrayBuffer()).equals(MASKED)).toBe(true);

    expect((await ask(`/api/v1/arriving-packages/${digests[2] ?? ''}/wanted`, 'POST')).status).toBe(200);
    expect((await arriving()).filter(({ isWanted }) => isWanted)).toHaveLength(1);
    // It asks when it starts, and then about once a minute.
    gateway = await startGateway(gatewayId, metered);
    await until('the case', PATIENCE_MS, async () => ((await casesOf(gatewayId)) === 1 ? true : null));
    await until('its receipt', PATIENCE_MS, () => (gateway.spool.counts().accepted === 1 ? true : null));
    expect(gateway.spool.findPackage(digests[2] ?? '')?.state).toBe('accepted');
    expect((await arriving()).map(({ digest }) => digest).sort()).toEqual(digests.slice(0, 2).sort());

    for (const count of [2, 3]) {
      nowMs += DAY_MS;
      gateway = await startGateway(gatewayId, metered);
      await until('the clip of the day', PATIENCE_MS, () => (gateway.spool.counts().accepted === count ? true : null));
    }
    expect(await casesOf(gatewayId)).toBe(3);
    expect(await arriving()).toEqual([]);
  },
);

test(
  'a gateway changes its key: what each sealed is taken in, and the old one is good for nothing more',
  { timeout: 90_000 },
  async () => {
    const [, gatewayId] = GATEWAYS;
    let gateway = await startGateway(gatewayId);
    const { keyId } = gateway.key;
    const sent = await spoolPackage(gateway, gatewayId, 1);
    await startGateway(gatewayId);
    await until('the first case', PATIENCE_MS, async () => ((await casesOf(gatewayId)) === 1 ? true : null));
    gateway = await startGateway(gatewayId);
    await running?.stop();
    running = null;

    await prepareNextKey(join(folder, gatewayId), 'SM2-SM3');
    gateway = await startGateway(gatewayId);
    expect(gateway.key.keyId).not.toBe(keyId);
    await until('the change to be taken in', PATIENCE_MS, () => (gateway.spool.hasRotation() ? null : true));
    const later = await spoolPackage(gateway, gatewayId, 2);
    gateway = await startGateway(gatewayId);
    await until('the second case', PATIENCE_MS, async () => ((await casesOf(gatewayId)) === 2 ? true : null));
    await until('its receipt', PATIENCE_MS, () => (gateway.spool.counts().waiting === 0 ? true : null));
    for (const digest of [sent, later]) expect(gateway.spool.findPackage(digest)?.state).toBe('accepted');
    expect(existsSync(join(folder, gatewayId, 'device-key.previous.pem'))).toBe(false);
    const { keys } = GatewayKeys.parse(await (await ask('/api/v1/gateways/keys')).json());
    const own = keys.filter((key) => key.gatewayId === gatewayId);
    expect(own.map(({ revokedAtMs }) => revokedAtMs === null)).toEqual([false, true]);
    expect(own[1]).toMatchObject({ publicKey: gateway.key.publicKey, previousKeyId: keyId });
  },
);
