import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Violation } from '@lamppost/contracts';
import pino from 'pino';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { loadOrCreateDeviceKey } from '../evidence/device-key.js';
import { FootageRings } from '../footage/footage-rings.js';
import { sampleDevice, sampleViolation } from '../testing/sample-violation.js';
import { Spool } from '../spool/spool.js';
import { RuleDocument } from '../rules/document/rule-document.js';
import type { EvidenceReading } from './evidence-readings.js';
import { EvidenceWorker } from './evidence-worker.js';

const log = pino({ level: 'silent' });
const reading: EvidenceReading = {
  ...{ sensorId: 'dust-1', factor: 'a34001', atMs: 1, value: 1200, unit: 'ug/m3', flag: 'N', isValid: true },
};
let nowMs = 1_760_000_000_000;
const clock = { nowMs: () => nowMs };
let directory = '';
let spool: Spool;
let worker: EvidenceWorker;
let sealed = 0;

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'worker-'));
  const key = await loadOrCreateDeviceKey(join(directory, 'key.pem'));
  spool = await Spool.open({ directory: join(directory, 'spool'), gatewayId: 'pole-1', key, log, clock });
  sealed = 0;
  worker = new EvidenceWorker({
    gatewayId: 'pole-1',
    models: [],
    rules: () => ({ name: 'rules.yaml', sha256: '0'.repeat(64) }),
    documentOf: () => RuleDocument.parse({ schema: 'lamppost.rules/1', rules: [] }),
    software: { name: 'lamppost-gateway', version: '0.1.0' },
    clockStatus: () => Promise.resolve({ source: 'unknown', synchronised: null }),
    key,
    ffmpegPath: 'ffmpeg',
    sight: null,
    plates: { read: () => Promise.resolve({ status: 'none', reason: 'not-found' }) },
    plateModels: [],
    readings: ({ matter }) => (matter === 'dust' ? [reading] : []),
    looks: () => Promise.resolve(null),
    spool,
    rings: new FootageRings({ directory: join(directory, 'ring'), keepMs: 60_000, maxBytes: 1_000_000 }),
    clock,
    log,
    reachMs: 50,
    onSealed: () => {
      sealed += 1;
    },
  });
});
afterEach(async () => {
  await worker.close();
  await spool.close();
  rmSync(directory, { recursive: true, force: true });
});

function record(over: Partial<Violation>): void {
  const violation: Violation = { ...sampleViolation(1), ...over };
  spool.recordViolation(violation, sampleDevice);
}

test('a violation without a camera is sealed with its readings at once', async () => {
  record({ matter: 'dust', cameraId: null, subject: null });
  worker.wake();
  await vi.waitFor(() => {
    expect(sealed).toBe(1);
  });
  expect(spool.counts()).toMatchObject({ pending: 0, waiting: 1 });
});

test('a violation whose footage does not come waits, and is sealed without it rather than lost', async () => {
  record({ cameraId: 'gate' });
  worker.wake();
  await vi.waitFor(() => {
    expect(spool.pendingViolations()[0]?.attempts).toBe(1);
  });
  expect(sealed).toBe(0);
  nowMs += 121_000;
  await vi.waitFor(
    () => {
      expect(sealed).toBe(1);
    },
    { timeout: 20_000, interval: 100 },
  );
  expect(spool.counts()).toMatchObject({ pending: 0, waiting: 1 });
  expect(readdirSync(join(directory, 'spool/packages'))).toHaveLength(1);
});

test('violations whose footage does not come hold up nothing that comes meanwhile', async () => {
  const dead = [1, 2, 3].map((n) => ({ ...sampleViolation(n), cameraId: 'gate' }));
  for (const violation of dead) spool.recordViolation(violation, sampleDevice);
  const attempts = () =>
    spool
      .pendingViolations()
      .filter(({ violation }) => violation.cameraId !== null)
      .map((pending) => pending.attempts)
      .sort();
  worker.wake();
  await vi.waitFor(() => {
    expect(attempts()).toEqual([1, 1, 1]);
  });
  await vi.waitFor(
    () => {
      worker.wake();
      expect(attempts()).toEqual([1, 1, 2]);
    },
    { timeout: 20_000, interval: 1 },
  );
  spool.recordViolation({ ...sampleViolation(4), matter: 'dust', cameraId: null, subject: null }, sampleDevice);
  worker.wake();
  await vi.waitFor(() => {
    expect(sealed).toBe(1);
  });
  expect(Math.min(...attempts())).toBe(1);
});

test('of what is found at once, the gravest is sealed first', async () => {
  const found = [3, 1, 5].map((severity, n) => sampleViolation(n + 1, severity));
  for (const violation of found)
    spool.recordViolation({ ...violation, matter: 'dust', cameraId: null, subject: null }, sampleDevice);
  worker.wake();
  await vi.waitFor(() => {
    expect(sealed).toBe(3);
  });
  const order = readdirSync(join(directory, 'spool/packages'))
    .map((name) => spool.findPackage(/[0-9a-f]{64}/.exec(name)?.[0] ?? ''))
    .sort((a, b) => (a?.sequence ?? 0) - (b?.sequence ?? 0))
    .map((row) => row?.violationId);
  expect(order).toEqual([found[2], found[0], found[1]].map((violation) => violation?.violationId));
});
