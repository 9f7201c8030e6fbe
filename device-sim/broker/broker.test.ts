import { connectAsync, type MqttClient } from 'mqtt';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { startBroker, type Broker } from './broker.js';

const password = 'a-password-for-tests';
let broker: Broker;
const clients: MqttClient[] = [];

beforeAll(async () => {
  broker = await startBroker({
    host: '127.0.0.1',
    port: 0,
    log: pino({ level: 'silent' }),
    accounts: [
      { username: 'devices', password, publish: ['site/sensors/+/telemetry'], subscribe: [] },
      { username: 'gateway', password: `${password}-2`, publish: ['site/status'], subscribe: ['site/#'] },
    ],
  });
});
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.endAsync(true)));
});
afterAll(() => broker.close());

async function connect(username: string | undefined, secret: string | undefined): Promise<MqttClient> {
  const client = await connectAsync(`mqtt://127.0.0.1:${broker.port}`, {
    ...(username === undefined ? {} : { username }),
    ...(secret === undefined ? {} : { password: secret }),
    reconnectPeriod: 0,
  });
  clients.push(client);
  return client;
}

test.each([
  [undefined, undefined],
  ['devices', undefined],
  ['devices', 'wrong'],
  ['devices', `${password}-2`],
  ['nobody', password],
  ['nobody', ''],
])('%j with %j is not let in', async (username, secret) => {
  await expect(connect(username, secret)).rejects.toThrow(/not authorized|bad username/i);
});

test('what a device publishes reaches the gateway', async () => {
  const gateway = await connect('gateway', `${password}-2`);
  await gateway.subscribeAsync('site/#', { qos: 1 });
  const received = new Promise<string>((resolve) => {
    gateway.once('message', (topic, payload) => {
      resolve(`${topic} ${payload.toString()}`);
    });
  });
  const device = await connect('devices', password);
  await device.publishAsync('site/sensors/dust-1/telemetry', '42', { qos: 1 });
  await expect(received).resolves.toBe('site/sensors/dust-1/telemetry 42');
});

test('a subscription outside the account is refused', async () => {
  const device = await connect('devices', password);
  await expect(device.subscribeAsync('site/#')).rejects.toThrow();
  const gateway = await connect('gateway', `${password}-2`);
  await expect(gateway.subscribeAsync('#')).rejects.toThrow();
});

test('a client that publishes outside its account is disconnected, and nobody gets the message', async () => {
  const gateway = await connect('gateway', `${password}-2`);
  const seen: string[] = [];
  gateway.on('message', (topic) => seen.push(topic));
  await gateway.subscribeAsync('site/#', { qos: 1 });
  const device = await connect('devices', password);
  const closed = new Promise<void>((resolve) =>
    device.once('close', () => {
      resolve();
    }),
  );
  device.publish('site/status', 'forged', { qos: 1 });
  await closed;
  await gateway.publishAsync('site/status', 'own', { qos: 1 });
  await expect.poll(() => seen).toEqual(['site/status']);
});

test('a session taken over by another account gives nothing of it away', async () => {
  const url = `mqtt://127.0.0.1:${broker.port}`;
  const session = { clientId: 'box-1', clean: false, reconnectPeriod: 0 };
  const gateway = await connectAsync(url, { ...session, username: 'gateway', password: `${password}-2` });
  await gateway.subscribeAsync('site/#', { qos: 1 });
  await gateway.endAsync();
  const device = await connect('devices', password);
  await device.publishAsync('site/sensors/dust-1/telemetry', 'private', { qos: 1 });

  const thief = await connectAsync(url, { ...session, username: 'devices', password });
  clients.push(thief);
  const seen: string[] = [];
  thief.on('message', (topic) => seen.push(topic));
  // The acknowledgement comes after anything that waited in the session.
  await thief.publishAsync('site/sensors/dust-1/telemetry', 'again', { qos: 1 });
  await thief.publishAsync('site/sensors/dust-1/telemetry', 'again', { qos: 1 });
  expect(seen).toEqual([]);
});
