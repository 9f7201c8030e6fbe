import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repositoryFile } from '@lamppost/device-sim';
import { afterEach, beforeEach, expect, test } from 'vitest';

const CONFIG = `gatewayId: pole-1
dataDirectory: data
rulesFile: rules.yaml
mqtt: { url: 'mqtt://127.0.0.1:1', username: gateway }
cloud: { url: 'http://127.0.0.1:1' }
`;
const RULES = `schema: lamppost.rules/1
rules: []
`;

let directory = '';
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'config-'));
});
afterEach(() => {
  rmSync(directory, { recursive: true });
});

function runGateway(config: string | null, rules: string, env: Record<string, string>) {
  if (config !== null) writeFileSync(join(directory, 'gateway.yaml'), config);
  writeFileSync(join(directory, 'rules.yaml'), rules);
  const args = [repositoryFile('gateway/dist/main.js'), '--config', join(directory, 'gateway.yaml')];
  return spawnSync(process.execPath, args, {
    encoding: 'utf8',
    timeout: 20_000,
    env: { PATH: process.env.PATH ?? '', ...env },
  });
}

const SECRET = { LAMPPOST_MQTT_PASSWORD: 'a-password-of-a-test' };

test.each([
  ['no configuration file', null, RULES, SECRET, /gateway\.yaml: cannot be read .*existing/],
  [
    'a word where a number belongs',
    `${CONFIG}looksPerSecond: often\n`,
    RULES,
    SECRET,
    /gateway\.yaml:6:17: looksPerSecond: .*number/,
  ],
  [
    'a field that does not exist',
    `${CONFIG}lookPerSecond: 5\n`,
    RULES,
    SECRET,
    /gateway\.yaml:1:1: the document: .*lookPerSecond/,
  ],
  ['text that is not YAML', `${CONFIG}cameras: [\n`, RULES, SECRET, /gateway\.yaml:\d+:\d+: not YAML/],
  [
    'a rule on a zone that does not exist',
    CONFIG,
    RULES.replace(
      '[]',
      '\n  - { id: a, matter: burning, matterCode: 06 020, severity: 5, zone: nowhere, forSeconds: 5 }',
    ),
    SECRET,
    /rules\.yaml:3:\d+: rules\[0\]\.zone.*there is no zone "nowhere"/,
  ],
  [
    'a model that is not there',
    `${CONFIG}models: [{ file: own.onnx }]\n`,
    RULES,
    SECRET,
    /own\.onnx: cannot be read .*give the path of a readable file/,
  ],
  ['no password for the broker', CONFIG, RULES, {}, /LAMPPOST_MQTT_PASSWORD: not set; set it/],
])('%s: the gateway says where and what mends it, and ends with code 2', (_, config, rules, env, message) => {
  const ended = runGateway(config, rules, env);
  expect(ended.stderr).toMatch(message);
  expect(ended.status).toBe(2);
  expect(ended.stdout).toBe('');
});
