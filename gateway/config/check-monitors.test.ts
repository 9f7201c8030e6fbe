import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { checkMonitors } from './check-monitors.js';
import { GatewayConfig } from './gateway-config.js';
import { readSecrets } from './read-secrets.js';

const place = { lng: 121.5, lat: 31.2, name: 'somewhere' };
const config = (settings: object) =>
  GatewayConfig.parse({
    gatewayId: 'pole-1',
    dataDirectory: 'data',
    rulesFile: 'rules.yaml',
    mqtt: { url: 'mqtt://broker', username: 'gateway' },
    cloud: { url: 'https://cloud' },
    ...settings,
  });
const sensors = [{ id: 'site', place, mn: '010000A8900016F000169DC0' }];
const hj212Tcp = { port: 0 };

test('monitors that have number and password may call in', () => {
  expect(() => {
    checkMonitors(config({ sensors, hj212Tcp }), { site: { password: '1' } });
  }).not.toThrow();
  expect(() => {
    checkMonitors(config({ sensors }), {});
  }).not.toThrow();
});

test.each([
  ['a secret of nobody', { sensors }, { other: { password: '1' } }, 'other: no sensor has this id'],
  ['no password', { sensors, hj212Tcp }, {}, 'hj212Tcp: no monitor could call in'],
  ['no number', { sensors: [{ id: 'site', place }], hj212Tcp }, { site: { password: '1' } }, 'give a sensor its mn'],
])('%s is refused, with the mend', (_, settings, secrets, message) => {
  expect(() => {
    checkMonitors(config(settings), secrets);
  }).toThrow(message);
});

test('two sensors of one number are refused, whatever the case of its letters', () => {
  const twice = [...sensors, { id: 'copy', place, mn: '010000a8900016f000169dc0' }];
  expect(() => config({ sensors: twice })).toThrow('give each its own');
});

test('the secrets of monitors come from a file, and a mistake in it is told by line, without the secret', () => {
  const directory = mkdtempSync(join(tmpdir(), 'secrets-'));
  const file = join(directory, 'hj212.yaml');
  const read = (text: string) => {
    writeFileSync(file, text);
    return readSecrets({ LAMPPOST_MQTT_PASSWORD: 'x', LAMPPOST_HJ212_SECRETS_FILE: file }).hj212;
  };
  try {
    expect(read("site: { password: '123456' }\n")).toEqual({ site: { password: '123456' } });
    expect(() => read("site:\n  password: '123456'\n  sm4Key: 'not-a-key'\n")).toThrow(/hj212\.yaml:3:.*32 hex digits/);
    let told = '';
    try {
      read("site:\n  password: '12;3456'\n");
    } catch (error) {
      told = String(error);
    }
    expect(told).toContain('without blanks');
    expect(told).not.toContain('3456');
  } finally {
    rmSync(directory, { recursive: true });
  }
  expect(readSecrets({ LAMPPOST_MQTT_PASSWORD: 'x' }).hj212).toEqual({});
});
