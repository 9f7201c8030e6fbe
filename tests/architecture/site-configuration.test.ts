import { join } from 'node:path';
import { GatewayConfig, RuleDocument, readYaml } from '@lamppost/gateway';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readCompose } from './compose-file.js';
import { readText, root } from './repository.js';

const config = readYaml(GatewayConfig, join(root, 'gateway/docker/gateway.yaml')).value;
const rules = readYaml(RuleDocument, join(root, 'gateway/docker/rules.yaml')).value;
const { services } = readCompose();

test('the gateway of the site reaches its peers by their names and accounts', () => {
  expect(config.mqtt).toMatchObject({
    url: 'mqtts://mosquitto:8883',
    username: 'gateway',
    caFile: '/run/secrets/mqtt_ca',
  });
  expect(config.cloud.url).toBe('http://cloud-api:8080');
  expect(config.influx).toEqual({
    url: 'http://influxdb:8086',
    database: services.influxdb?.environment?.INFLUXDB_DB,
    username: services.influxdb?.environment?.INFLUXDB_USER,
  });
  expect(services.gateway?.volumes).toContain(`gateway-data:${config.dataDirectory}`);
});

test('the health check of its image asks at its port', () => {
  expect(readText('gateway/docker/Dockerfile')).toContain(`http://127.0.0.1:${config.http.port}/readyz`);
});

test('the rules look for all four kinds, at times and limits of practice', () => {
  const told = Object.fromEntries(
    rules.rules.map((rule) => [rule.id, rule.matter === 'dust' ? [rule.windowSeconds, rule.limit] : rule.forSeconds]),
  );
  expect(told).toEqual({
    'parked-at-kerb': 300,
    'stall-in-lane': 300,
    'fire-in-yard': 15,
    'site-dust': [900, 1000],
    'road-dust': [900, 1000],
  });
});

test('the simulated town is the one that the site is set up for', () => {
  const scenario = parse(readText('device-sim/scenarios/four-kinds.yaml')) as {
    cameras: { id: string }[];
    monitors: { id: string; protocol: string; mn?: string }[];
  };
  const cameras = scenario.cameras.map(({ id }) => id);
  expect(Object.keys(config.announcedLegalStatus)).toEqual(cameras);
  for (const { camera } of rules.zones) expect(cameras).toContain(camera);
  // Monitors that call in over TCP need a port that is open to them: the site has none until somebody opens it.
  const overMqtt = scenario.monitors.filter(({ protocol }) => protocol !== 'hj212-tcp');
  expect(config.hj212Tcp).toBeUndefined();
  expect(config.sensors.map(({ id, mn }) => ({ id, mn }))).toEqual(
    overMqtt.map(({ id, mn }) => ({ id, mn: mn ?? null })),
  );
});

test('a device counts as reviewed only when somebody wrote so', () => {
  const all = [...Object.values(config.announcedLegalStatus), ...config.sensors.map(({ legalStatus }) => legalStatus)];
  for (const status of all) expect(Object.values(status)).toEqual([false, false, false, false]);
});
