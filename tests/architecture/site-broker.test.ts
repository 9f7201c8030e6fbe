import { topics } from '@lamppost/contracts';
import { connectAsync, type IClientOptions, type MqttClient } from 'mqtt';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { hasCommand, isCi } from './repository.js';
import { type SiteBroker, startSiteBroker } from './site-broker.js';

const hasPeers = ['mosquitto', 'mosquitto_passwd', 'mosquitto_sub', 'openssl'].every(hasCommand);

describe.skipIf(!hasPeers && !isCi)(
  "the compose file's broker (needs: apt install mosquitto mosquitto-clients openssl)",
  () => {
    const GATEWAY = 'pole-001';
    let broker: SiteBroker;
    let strangers: SiteBroker;
    const clients: MqttClient[] = [];

    beforeAll(async () => {
      [broker, strangers] = await Promise.all([startSiteBroker(GATEWAY), startSiteBroker('pole-002')]);
    });
    afterEach(async () => {
      await Promise.all(clients.splice(0).map((client) => client.endAsync(true)));
    });
    afterAll(async () => {
      await Promise.all([broker.remove(), strangers.remove()]);
    });

    async function connect(options: IClientOptions): Promise<MqttClient> {
      const client = await connectAsync(`mqtts://localhost:${broker.port}`, {
        ca: broker.secret('mqtt_ca'),
        reconnectPeriod: 0,
        ...options,
      });
      clients.push(client);
      return client;
    }
    const asGateway = () => connect({ username: 'gateway', password: broker.secret('mqtt_gateway_password') });
    const asDevice = () => connect({ username: 'devices', password: broker.secret('mqtt_devices_password') });

    /** Everything a client gets of the topics it asked for, each as `topic payload`. */
    async function listen(client: MqttClient, ...filters: string[]): Promise<string[]> {
      const seen: string[] = [];
      client.on('message', (topic, payload) => seen.push(`${topic} ${payload.toString()}`));
      await client.subscribeAsync(filters, { qos: 1 });
      return seen;
    }

    test.each([
      ['nobody in particular', {}],
      ['a user without a password', { username: 'gateway' }],
      ['a wrong password', { username: 'gateway', password: 'wrong' }],
      ['a user that is not there', { username: 'admin', password: 'admin' }],
    ])('%s is not let in', async (_, options) => {
      await expect(connect(options)).rejects.toThrow(/not authorized|bad username/i);
    });

    test("the password of another site's devices does not open this one", async () => {
      const password = strangers.secret('mqtt_devices_password');
      await expect(connect({ username: 'devices', password })).rejects.toThrow(/not authorized/i);
    });

    test('a client that trusts another authority refuses the broker', async () => {
      await expect(connect({ ca: strangers.secret('mqtt_ca') })).rejects.toThrow(/certificate/i);
    });

    test('the certificate is for the names that devices use, and no other', async () => {
      await expect(connect({ servername: 'mosquitto', username: 'x' })).rejects.toThrow(/not authorized/i);
      await expect(connect({ servername: 'broker.example' })).rejects.toThrow(/altnames/i);
    });

    test('there is no plain MQTT', async () => {
      const plain = connectAsync(`mqtt://localhost:${broker.port}`, { reconnectPeriod: 0, connectTimeout: 5_000 });
      await expect(plain).rejects.toThrow();
    });

    test('what devices publish reaches the gateway', async () => {
      const gateway = await asGateway();
      const seen = await listen(
        gateway,
        topics.sensorTelemetry(GATEWAY, '+'),
        topics.sensorHj212(GATEWAY, '+'),
        topics.cameraAnnounce(GATEWAY, '+'),
      );
      const device = await asDevice();
      const sent = [
        topics.sensorTelemetry(GATEWAY, 'dust-01'),
        topics.sensorHj212(GATEWAY, 'dust-02'),
        topics.cameraAnnounce(GATEWAY, 'cam-1'),
      ];
      for (const topic of sent) await device.publishAsync(topic, 'x', { qos: 1 });
      await expect.poll(() => seen).toEqual(sent.map((topic) => `${topic} x`));
    });

    test('devices hear nothing: neither one another, nor the gateway, nor the broker', async () => {
      const device = await asDevice();
      const seen = await listen(device, '#', '$SYS/#', `lamppost/v1/${GATEWAY}/#`);
      const gateway = await asGateway();
      const heard = await listen(gateway, topics.sensorTelemetry(GATEWAY, '+'));
      const other = await asDevice();
      await gateway.publishAsync(topics.status(GATEWAY), '{"state":"offline"}', { qos: 1, retain: true });
      await other.publishAsync(topics.sensorTelemetry(GATEWAY, 'dust-01'), 'private', { qos: 1 });
      await expect.poll(() => heard).toHaveLength(1);
      // Its own acknowledgement comes after all that was sent to it before.
      await device.publishAsync(topics.sensorTelemetry(GATEWAY, 'dust-01'), 'own', { qos: 1 });
      expect(seen).toEqual([]);
    });

    test("devices write as devices alone, and the gateway nothing in a device's name", async () => {
      const gateway = await asGateway();
      const seen = await listen(gateway, `lamppost/v1/${GATEWAY}/#`, 'lamppost/v1/+/sensors/#');
      seen.length = 0; // what was retained
      const device = await asDevice();
      const forged = [
        topics.status(GATEWAY),
        topics.violation(GATEWAY, 'parking'),
        topics.sensorTelemetry('pole-002', 'dust-01'),
        `lamppost/v1/${GATEWAY}/sensors/dust-01/config`,
      ];
      for (const topic of forged) await device.publishAsync(topic, 'forged', { qos: 1 });
      for (const topic of [topics.sensorTelemetry(GATEWAY, 'dust-01'), topics.status('pole-002')]) {
        await gateway.publishAsync(topic, 'forged', { qos: 1 });
      }
      await gateway.publishAsync(topics.violation(GATEWAY, 'parking'), 'own', { qos: 1 });
      await expect
        .poll(() => seen.filter((line) => !line.includes('/status ')))
        .toEqual([`${topics.violation(GATEWAY, 'parking')} own`]);
      expect(seen.join('\n')).not.toContain('forged');
    });

    test('the last will of a gateway that fell off is its retained status', async () => {
      const gateway = await connect({
        username: 'gateway',
        password: broker.secret('mqtt_gateway_password'),
        will: { topic: topics.status(GATEWAY), payload: Buffer.from('gone'), qos: 1, retain: true },
      });
      const fallen = new Promise<void>((resolve) =>
        gateway.once('close', () => {
          resolve();
        }),
      );
      gateway.stream.destroy();
      await fallen;
      const watcher = await asGateway();
      const seen = await listen(watcher, topics.status(GATEWAY));
      await expect.poll(() => seen).toContain(`${topics.status(GATEWAY)} gone`);
    });

    test('the health check of the compose file tells a running broker from one that is gone', async () => {
      expect(strangers.checkHealth()).toBe(0);
      await strangers.end();
      expect(strangers.checkHealth()).not.toBe(0);
    });
  },
);
