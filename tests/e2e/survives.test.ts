import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Product, type StartProductOptions, fourKinds, startProduct } from '@lamppost/device-sim';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type TcpProxy, startTcpProxy } from '../faults/tcp-proxy.js';
import { casesOf, packagesOf } from './read-product.js';
import { until } from './until.js';

/** Slow enough that an upload of a few hundred kilobytes takes seconds. */
const SLOW_BYTES_PER_SECOND = 60_000;
/** So much of an upload has gone when the gateway is killed: it is under way, and far from done. */
const MID_UPLOAD_BYTES = 60_000;

let directory = '';
let product: Product | null = null;
let proxy: TcpProxy | null = null;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'survives-'));
});
afterEach(async () => {
  await product?.stop();
  await proxy?.close();
  product = null;
  proxy = null;
  rmSync(directory, { recursive: true, force: true });
});

const town = fourKinds();
/** The fire alone: it is found first. */
const FIRE_ONLY =
  town.rules.replace(/^rules:[\s\S]*$/m, '') +
  `rules:
  - { id: fire-in-yard, matter: burning, matterCode: 06 020, severity: 5, zone: yard, forSeconds: 5 }
`;

async function start(over: Partial<StartProductOptions>): Promise<Product> {
  product = await startProduct({
    ...town,
    directory,
    rules: FIRE_ONLY,
    cloudPort: 0,
    cloudEnv: {},
    cloudUrlForGateway: (url) => Promise.resolve(url),
    broker: null,
    ...over,
  });
  return product;
}

function gatewayLog(): string {
  return readFileSync(join(directory, 'gateway.log'), 'utf8');
}

async function oneCaseAndNothingLost(running: Product): Promise<void> {
  await until('the package to be accepted', 90_000, async () =>
    (await packagesOf(running)).accepted === 1 ? true : null,
  );
  expect(await packagesOf(running)).toMatchObject({ accepted: 1, waiting: 0, refused: 0, lost: 0 });
  expect((await casesOf(running)).map(({ matter }) => matter)).toEqual(['burning']);
}

/** Puts a line between gateway and cloud, slowed towards the cloud. */
async function slowLine(cloudUrl: string): Promise<string> {
  proxy = await startTcpProxy({
    targetPort: Number(new URL(cloudUrl).port),
    upstreamBytesPerSecond: SLOW_BYTES_PER_SECOND,
  });
  return `http://127.0.0.1:${proxy.port}`;
}

test('kill -9 in mid-upload, then a start: the case opens once', { timeout: 240_000 }, async () => {
  const running = await start({ cloudUrlForGateway: slowLine });
  const isUnderWay = () => ((proxy?.upstreamBytes() ?? 0) > MID_UPLOAD_BYTES ? true : null);
  await until('an upload to be under way', 90_000, isUnderWay);
  expect((await casesOf(running)).length).toBe(0);
  running.gateway().child.kill('SIGKILL');
  await running.gateway().exited;
  await running.restartGateway();
  await oneCaseAndNothingLost(running);
});

test(
  'the cloud is gone while a violation is found: the package waits, and goes when it is back',
  { timeout: 240_000 },
  async () => {
    const running = await start({ cloudUrlForGateway: slowLine });
    proxy?.cut();
    await until('a package to wait', 90_000, async () => ((await packagesOf(running)).waiting === 1 ? true : null));
    await until('the loss to be said', 30_000, () => (gatewayLog().includes('cloud link down') ? true : null));
    proxy?.mend();
    await oneCaseAndNothingLost(running);
    // Said once for each change, however often it was tried.
    expect(gatewayLog().match(/cloud link down/g)).toHaveLength(1);
  },
);

test(
  'cameras and broker are gone for a while: the gateway keeps running, says so once, and finds them again',
  { timeout: 240_000 },
  async () => {
    const running = await start({});
    const ready = async () => (await fetch(`${running.gatewayUrl()}/readyz`)).status;
    await until('the cameras to be up', 60_000, () =>
      (gatewayLog().match(/camera connected/g) ?? []).length >= 4 ? true : null,
    );
    running.simulator().child.kill('SIGKILL');
    await until('the gateway to say so', 60_000, async () => ((await ready()) === 503 ? true : null));
    await until('the loss of the cameras to be logged', 60_000, () =>
      (gatewayLog().match(/camera lost/g) ?? []).length >= 4 ? true : null,
    );
    expect((await fetch(`${running.gatewayUrl()}/healthz`)).status).toBe(200);
    expect(gatewayLog().match(/broker lost/g)).toHaveLength(1);
    await running.restartSimulator();
    await until('the broker to be back', 60_000, async () => ((await ready()) === 200 ? true : null));
    await oneCaseAndNothingLost(running);
  },
);

test(
  'a package with one byte changed on the box is refused with a code, kept on both sides, and opens no case',
  { timeout: 240_000 },
  async () => {
    const running = await start({
      cloudUrlForGateway: slowLine,
    });
    await until('the gateway to be enrolled', 60_000, () => (gatewayLog().includes('cloud link up') ? true : null));
    proxy?.cut();
    await until('a package to wait', 90_000, async () => ((await packagesOf(running)).waiting === 1 ? true : null));
    const packages = join(directory, 'gateway/spool/packages');
    const [name = ''] = readdirSync(packages);
    const bytes = readFileSync(join(packages, name));
    const middle = Math.floor(bytes.length / 2);
    bytes.writeUInt8(bytes.readUInt8(middle) ^ 1, middle);
    writeFileSync(join(packages, name), bytes);
    proxy?.mend();
    await until('the package to be refused', 90_000, async () =>
      (await packagesOf(running)).refused === 1 ? true : null,
    );
    expect(gatewayLog()).toMatch(/"code":"evidence\.(file-altered|not-a-zip)"/);
    // The refusal is on record before the file is moved.
    await until('the package to be put aside', 10_000, () =>
      readdirSync(join(directory, 'gateway/spool/refused')).includes(name) ? true : null,
    );
    expect(readdirSync(join(directory, 'cloud/quarantine')).length).toBeGreaterThanOrEqual(1);
    expect(await casesOf(running)).toEqual([]);
  },
);
