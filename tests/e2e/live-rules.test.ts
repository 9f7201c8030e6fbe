import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { GatewayStatus, type RulesStatus } from '@lamppost/contracts';
import { repositoryFile } from '@lamppost/device-sim';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { until } from './until.js';

const CONFIG = `gatewayId: pole-1
dataDirectory: data
rulesFile: rules.yaml
mqtt: { url: 'mqtt://127.0.0.1:1', username: gateway }
cloud: { url: 'http://127.0.0.1:1' }
http: { port: 0 }
`;
const rules = (version: string) => `schema: lamppost.rules/1
version: ${version}
rules: []
`;

let directory = '';
let gateway: ChildProcess | null = null;
let log = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'live-rules-'));
  log = '';
});
afterEach(async () => {
  if (gateway?.exitCode === null) {
    gateway.kill('SIGKILL');
    await once(gateway, 'exit');
  }
  gateway = null;
  rmSync(directory, { recursive: true, force: true });
});

const write = (text: string) => {
  writeFileSync(join(directory, 'rules.yaml'), text);
};

async function start(): Promise<string> {
  writeFileSync(join(directory, 'gateway.yaml'), CONFIG);
  const args = [repositoryFile('gateway/dist/main.js'), '--config', join(directory, 'gateway.yaml')];
  const env = { PATH: process.env.PATH ?? '', LAMPPOST_MQTT_PASSWORD: 'a-password-of-a-test' };
  const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] });
  gateway = child;
  child.stderr.on('data', (chunk: Buffer) => (log += chunk.toString()));
  for await (const line of createInterface(child.stdout)) return (JSON.parse(line) as { url: string }).url;
  throw new Error(`the gateway did not start: ${log}`);
}

async function rulesOf(url: string): Promise<RulesStatus> {
  const status = GatewayStatus.parse(await (await fetch(`${url}/status`)).json());
  if (status.state === 'offline' || status.rules === undefined) throw new Error('the status says nothing of the rules');
  return status.rules;
}

test('a running gateway goes over to good rules, refuses bad ones with the line, and reads at once when told to', async () => {
  write(rules('one'));
  const url = await start();
  const first = await rulesOf(url);
  expect(first).toMatchObject({ version: 'one', refused: null });

  // As many editors write: a new file in place of the old.
  writeFileSync(join(directory, 'rules.yaml~'), rules('two'));
  renameSync(join(directory, 'rules.yaml~'), join(directory, 'rules.yaml'));
  const second = await until('the new rules to be taken up', 30_000, async () => {
    const now = await rulesOf(url);
    return now.version === 'two' ? now : null;
  });
  expect(second.sha256).not.toBe(first.sha256);

  write(rules('three').replace('rules: []', 'rules: [{ id: a }]'));
  const third = await until('the bad rules to be refused', 30_000, async () => {
    const now = await rulesOf(url);
    return now.refused === null ? null : now;
  });
  expect(third).toMatchObject({ version: 'two', sha256: second.sha256 });
  expect(third.refused?.problem).toMatch(/^rules\.yaml:3:9: rules\[0\]\.matter .*\[rules\.missing-field\]$/);
  expect(await (await fetch(`${url}/metrics`)).text()).toMatch(/^lamppost_rules_refused 1$/m);
  expect(log).toContain('rules refused; the old ones stay');
  const ready = (await (await fetch(`${url}/readyz`)).json()) as { degraded: string[] };
  expect(ready.degraded).toContainEqual(expect.stringContaining('rules.yaml:3:9'));

  write(rules('four'));
  gateway?.kill('SIGHUP');
  await until('the mended rules to be taken up', 30_000, async () => {
    const now = await rulesOf(url);
    return now.version === 'four' && now.refused === null ? now : null;
  });
  expect(await (await fetch(`${url}/metrics`)).text()).toMatch(
    /^lamppost_rules_info\{sha256="[0-9a-f]{64}",version="four"\} 1$/m,
  );
});
