import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import mqtt, { type MqttClient } from 'mqtt';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { casesOf, metricsOf, packagesOf } from '../e2e/read-product.js';
import { until } from '../e2e/until.js';
import { playEpisode } from './play-episode.js';
import { CAMERA_ID, type Town, startTown } from './town.js';

const PATIENCE_MS = 60_000;
let directory = '';
let town: Town;
let client: MqttClient;
beforeAll(async () => {
  directory = mkdtempSync(join(tmpdir(), 'outage-'));
  town = await startTown(directory);
  client = await mqtt.connectAsync(town.broker.url, {
    ...{ username: 'devices', password: town.broker.devicesPassword, clientId: 'monitors', clean: false },
    reconnectPeriod: 100,
  });
  client.on('error', () => undefined);
});
afterAll(async () => {
  await client.endAsync(true);
  await town.stop();
  rmSync(directory, { recursive: true, force: true });
});

const gatewayLog = () => readFileSync(join(directory, 'gateway.log'), 'utf8');
const timesLogged = (words: string) => gatewayLog().split(words).length - 1;
const held = async (state: string, count: number) => ((await packagesOf(town.product))[state] === count ? true : null);

async function dust(): Promise<string> {
  const monitor = town.takeMonitor(false);
  await playEpisode(client, monitor, { atMs: 0, hasCamera: false, kind: 'fixed' }, () => true);
  return monitor;
}

async function looks(): Promise<number> {
  const line = new RegExp(`^lamppost_looks_total\\{camera="${CAMERA_ID}"\\} (\\d+)$`, 'm');
  return Number(line.exec(await metricsOf(town.product))?.[1] ?? 0);
}

test('camera and broker are gone for a while: the gateway keeps running, says so once, and finds them again', async () => {
  const { product, broker } = town;
  const ready = async () => (await fetch(`${product.gatewayUrl()}/readyz`)).status;
  await until('the camera to be looked at', PATIENCE_MS, async () => ((await looks()) > 0 ? true : null));
  product.simulator().child.kill('SIGKILL');
  await product.simulator().exited;
  await broker.kill();
  await until('the gateway to say so', PATIENCE_MS, async () => ((await ready()) === 503 ? true : null));
  await until('the camera to be lost', PATIENCE_MS, () => (timesLogged('camera lost') > 0 ? true : null));
  expect((await fetch(`${product.gatewayUrl()}/healthz`)).status).toBe(200);
  expect(timesLogged('broker lost')).toBe(1);

  await broker.start();
  await product.restartSimulator();
  await until('the broker to be back', PATIENCE_MS, async () => ((await ready()) === 200 ? true : null));
  const before = await looks();
  await until('the camera to be looked at again', PATIENCE_MS, async () => ((await looks()) > before ? true : null));
  const monitor = await dust();
  await until('the package to be accepted', PATIENCE_MS, () => held('accepted', 1));
  expect(await packagesOf(product)).toMatchObject({ accepted: 1, waiting: 0, refused: 0, lost: 0 });
  expect((await casesOf(product)).map(({ sourceId }) => sourceId)).toEqual([monitor]);
});

test('a package with one byte changed on the box is refused with a code, kept on both sides, and opens no case', async () => {
  const { product, link } = town;
  const before = (await casesOf(product)).length;
  link.cut();
  await dust();
  await until('a package to wait', PATIENCE_MS, () => held('waiting', 1));
  const packages = join(directory, 'gateway/spool/packages');
  const [name = ''] = readdirSync(packages);
  const bytes = readFileSync(join(packages, name));
  const middle = Math.floor(bytes.length / 2);
  bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
  writeFileSync(join(packages, name), bytes);
  await until('the loss of the cloud to be said', PATIENCE_MS, () =>
    timesLogged('cloud link down') > 0 ? true : null,
  );
  const saidDown = timesLogged('cloud link down');
  link.mend();
  await until('the package to be refused', PATIENCE_MS, () => held('refused', 1));
  // Said once for each change, however often it was tried.
  expect(timesLogged('cloud link down')).toBe(saidDown);
  expect(gatewayLog()).toMatch(/"code":"evidence\.(file-altered|not-a-zip)"/);
  // The refusal is on record before the file is moved.
  await until('the package to be put aside', PATIENCE_MS, () =>
    readdirSync(join(directory, 'gateway/spool/refused')).includes(name) ? true : null,
  );
  expect(readdirSync(join(directory, 'cloud/quarantine')).length).toBeGreaterThanOrEqual(1);
  expect((await casesOf(product)).length).toBe(before);
});
