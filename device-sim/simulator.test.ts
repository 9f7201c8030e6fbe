import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { CameraAnnouncement, SensorTelemetry, topics } from '@lamppost/contracts';
import { findFfmpeg } from '@lamppost/detectors/ffmpeg';
import { connectAsync } from 'mqtt';
import { pino } from 'pino';
import { expect, test } from 'vitest';
import { systemClock } from './clock.js';
import { readConfig } from './sim-config.js';
import { startSimulator } from './simulator.js';

const secrets = {
  LAMPPOST_SIM_RTSP_PASSWORD: 'password/of@rtsp',
  LAMPPOST_SIM_DEVICE_PASSWORD: 'password-of-devices',
  LAMPPOST_SIM_GATEWAY_PASSWORD: 'password-of-gateway',
  LAMPPOST_FFMPEG: process.env.LAMPPOST_FFMPEG,
};
const scenario = new URL('scenarios/four-kinds.yaml', import.meta.url).pathname;

test('a gateway finds cameras announced, can play them, and hears the monitors', async () => {
  const argv = ['--gateway-id', 'pole-1', '--scenario', scenario, '--broker-port', '0', '--rtsp-port', '0'];
  const logged: string[] = [];
  const log = pino({ level: 'trace' }, { write: (line: string) => logged.push(line) });
  const simulator = await startSimulator(readConfig(argv, secrets), { clock: systemClock, log });
  const { ready } = simulator;
  const gateway = await connectAsync(`mqtt://127.0.0.1:${ready.brokerPort ?? 0}`, {
    username: 'gateway',
    password: secrets.LAMPPOST_SIM_GATEWAY_PASSWORD,
  });
  try {
    expect(ready.cameras).toEqual(['street-cam', 'market-cam', 'yard-cam', 'site-cam']);
    expect(Math.abs(ready.startedAtMs - Date.now())).toBeLessThan(10_000);
    const heard = new Map<string, Buffer>();
    gateway.on('message', (topic, payload) => heard.set(topic, payload));
    await gateway.subscribeAsync('lamppost/v1/pole-1/#', { qos: 1 });
    await expect.poll(() => heard.size, { timeout: 15_000 }).toBe(6);

    const announcement = CameraAnnouncement.parse(
      JSON.parse(heard.get(topics.cameraAnnounce('pole-1', 'yard-cam'))?.toString() ?? ''),
    );
    expect(announcement.deviceCode).toHaveLength(20);
    const telemetry = SensorTelemetry.parse(
      JSON.parse(heard.get(topics.sensorTelemetry('pole-1', 'dust-02'))?.toString() ?? ''),
    );
    expect(telemetry.readings.map(({ factor }) => factor)).toContain('a34001');
    const frame = heard.get(topics.sensorHj212('pole-1', 'dust-01'))?.toString('latin1');
    expect(frame).toMatch(/^##\d{4}QN=\d{17};ST=39;CN=2011;.*a34001-Rtd=.*&&[0-9A-F]{4}\r\n$/);

    const { path } = await findFfmpeg(secrets.LAMPPOST_FFMPEG);
    const play = ['-nostdin', '-loglevel', 'error', '-rtsp_transport', 'tcp', '-i', announcement.rtspUrl];
    const { stdout } = await promisify(execFile)(path, [...play, '-frames:v', '3', '-f', 'framemd5', '-'], {
      timeout: 25_000,
    });
    expect(stdout.split('\n').filter((line) => line.startsWith('0,'))).toHaveLength(3);
  } finally {
    await gateway.endAsync(true);
    const closingAtMs = Date.now();
    await simulator.close();
    expect(Date.now() - closingAtMs).toBeLessThan(2_000);
  }
  expect(logged.join('')).not.toMatch(/password.of/);
}, 120_000);

test('when the scenario is bad, nothing is left running', async () => {
  const argv = ['--gateway-id', 'pole-1', '--scenario', '/nowhere.yaml', '--broker-port', '0', '--rtsp-port', '0'];
  const starting = startSimulator(readConfig(argv, secrets), { clock: systemClock, log: pino({ level: 'silent' }) });
  await expect(starting).rejects.toThrow('/nowhere.yaml');
});
