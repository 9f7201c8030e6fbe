import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Assignment } from '@lamppost/contracts';
import { ConfigError } from '@lamppost/detectors';
import pino from 'pino';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { GatewayConfig } from '../config/gateway-config.js';
import type { Gateway } from '../gateway-options.js';
import { runGateway } from '../run-gateway.js';
import { AssignedConfiguration } from './assigned-configuration.js';
import { AssignmentStore, hashText } from './assignment-store.js';
import { mergeConfiguration } from './remote-configuration.js';

const log = pino({ level: 'silent' });
const camera = (id: string, more: object = {}) => ({
  id,
  deviceCode: null,
  place: { lng: 117, lat: 39, name: '路口' },
  bearingDeg: null,
  ...more,
});
const local = {
  gatewayId: 'pole-1',
  dataDirectory: 'data',
  rulesFile: 'rules.yaml',
  mqtt: { url: 'mqtt://127.0.0.1', username: 'pole-1' },
  cloud: { url: 'https://cloud.example' },
  cameras: [camera('north', { rtspUrl: 'rtsp://u:secret@10.0.0.5/1' })],
  looksPerSecond: 4,
};
const pass = () => undefined;
const merge = (text: string, check: (config: GatewayConfig) => void = pass) =>
  mergeConfiguration({ name: 'poles@2', text: `schema: lamppost.configuration/1\n${text}` }, local, check);

test('a document is laid over the file on the box, and a camera keeps the address with its password', () => {
  const merged = merge(`looksPerSecond: 2\ncameras:\n  - ${JSON.stringify(camera('north', { bearingDeg: 90 }))}\n`);
  if (merged.status === 'refused') throw new Error(merged.problems.join('\n'));
  expect(merged.config).toMatchObject({ gatewayId: 'pole-1', looksPerSecond: 2, readingDays: 30 });
  expect(merged.config.cameras).toMatchObject([{ id: 'north', bearingDeg: 90, rtspUrl: 'rtsp://u:secret@10.0.0.5/1' }]);
});

test.each([
  ['gatewayId: other', /^poles@2:2:\d+: gatewayId: .*cameras, sensors/],
  ['cloud: { url: "https://evil.example" }', /cloud: not a field that the cloud may set/],
  ['dataDirectory: /etc', /dataDirectory/],
  ['models: [{ file: /tmp/x.onnx }]', /models/],
  ['fleet: { rules: false }', /fleet/],
  ['looksPerSecond: many', /^poles@2:2:\d+: looksPerSecond: /],
  ['cameras: [{ id: south }]', /^poles@2:2:\d+: cameras\.0: no rtspUrl here, and no camera south/],
  [`cameras: [{ id: north, rtspUrl: "rtsp://u:p@h/1" }]`, /cameras\.0\.rtspUrl: holds a name or password/],
  ['sensors: [', /^poles@2:\d+:\d+: not YAML/],
  ['sensors: [{ id: a }]', /^poles@2:2:\d+: sensors\.0\./],
])('refused with document, line, field and mend: %s', (text, problem) => {
  const merged = merge(text);
  expect(merged).toMatchObject({ status: 'refused' });
  if (merged.status === 'refused') expect(merged.problems[0]).toMatch(problem);
});

test('what must hold besides is checked too', () => {
  const merged = merge('looksPerSecond: 1', () => {
    throw new ConfigError(['no password for it']);
  });
  expect(merged).toMatchObject({ status: 'refused', problems: [expect.stringMatching(/no password for it/)] });
});

let dataDirectory = '';
beforeEach(() => {
  dataDirectory = mkdtempSync(join(tmpdir(), 'configuration-'));
});
afterEach(() => {
  rmSync(dataDirectory, { recursive: true });
});

/** What the cloud assigns, opened as at a start of the program. */
function open(): { configuration: AssignedConfiguration; store: AssignmentStore } {
  const store = new AssignmentStore({ dataDirectory, kind: 'configuration', log });
  const merging = (document: { name: string; text: string }) => mergeConfiguration(document, local, pass);
  return { store, configuration: new AssignedConfiguration({ store, merge: merging, clock: { nowMs: () => 5 }, log }) };
}
async function give(configuration: AssignedConfiguration, serial: number, looks: number | string): Promise<void> {
  const text = `schema: lamppost.configuration/1\nlooksPerSecond: ${looks}\n`;
  const document = { name: 'poles', version: serial, sha256: hashText(text), sizeBytes: Buffer.byteLength(text) };
  const assignment: Assignment = {
    ...{ schema: 'lamppost.assignment/1', gatewayId: 'pole-1', kind: 'configuration', serial, issuedAtMs: 1, document },
  };
  await configuration.take(assignment, text);
}
async function proven(serial: number, looks: number): Promise<void> {
  const { configuration } = open();
  await give(configuration, serial, looks);
  await configuration.begin();
  await configuration.prove();
  await configuration.told({ kind: 'configuration', serial, result: 'taken', problem: null, problems: 0, atMs: 5 });
}

test('a configuration is tried, and taken when the cloud answers', async () => {
  const { configuration } = open();
  let restarts = 0;
  configuration.onRestart = () => void (restarts += 1);
  await give(configuration, 3, 2);
  expect([restarts, configuration.outcome()]).toEqual([1, null]);
  expect((await configuration.begin())?.looksPerSecond).toBe(2);
  await configuration.prove();
  expect(configuration).toMatchObject({ isOnTrial: false });
  expect(configuration.outcome()).toMatchObject({ serial: 3, result: 'taken' });
  expect((await open().configuration.begin())?.looksPerSecond).toBe(2);
});

test('a bad one is refused where it is, without a restart', async () => {
  await proven(1, 2);
  const { configuration } = open();
  configuration.onRestart = () => {
    throw new Error('there was a restart');
  };
  await give(configuration, 2, 'many');
  expect(configuration.outcome()).toMatchObject({
    serial: 2,
    result: 'refused',
    problem: expect.stringMatching(/^poles@2:2:/) as string,
  });
  expect((await open().configuration.begin())?.looksPerSecond).toBe(2);
});

test('a gateway that ends again and again on trial goes back to the one before', async () => {
  await proven(1, 2);
  await give(open().configuration, 2, 9);
  for (let start = 1; start <= 3; start += 1) expect((await open().configuration.begin())?.looksPerSecond).toBe(9);
  const { configuration } = open();
  expect((await configuration.begin())?.looksPerSecond).toBe(2);
  expect(configuration.outcome()).toMatchObject({
    serial: 2,
    result: 'refused',
    problem: expect.stringMatching(/3 times/) as string,
  });
});

test('a gateway starts anew with another configuration, and with the one before where it does not start', async () => {
  await proven(1, 2);
  const started: (number | undefined)[] = [];
  let end: () => void = () => undefined;
  const stopped = new Promise<void>((resolve) => (end = resolve));
  const closed: number[] = [];
  await runGateway({
    prepare: async () => {
      const { configuration } = open();
      return { configuration, config: await configuration.begin() };
    },
    start: async ({ config, configuration }, onRestart): Promise<Gateway> => {
      const looks = config?.looksPerSecond;
      started.push(looks);
      if (looks === 9) throw new Error('the port is taken');
      configuration.onRestart = onRestart;
      if (started.length === 1) await give(configuration, 2, 9);
      else end();
      return { url: '', hj212Port: null, reloadRules: pass, close: () => Promise.resolve(void closed.push(1)) };
    },
    onStarted: pass,
    stopped,
    log,
  });
  expect(started).toEqual([2, 9, 2]);
  expect(closed).toHaveLength(2);
  expect(open().configuration.outcome()).toMatchObject({
    serial: 2,
    result: 'refused',
    problem: expect.stringMatching(/port is taken/) as string,
  });
});

test('what keeps a gateway from starting that is on trial of nothing is told as ever', async () => {
  const failing = runGateway({
    prepare: () => Promise.resolve({ configuration: null }),
    start: () => Promise.reject(new Error('no disk')),
    onStarted: pass,
    stopped: new Promise(() => undefined),
    log,
  });
  await expect(failing).rejects.toThrow('no disk');
});
