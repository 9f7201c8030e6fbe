import { expect, test } from 'vitest';
import { ConfigError, HelpRequest, readConfig } from './sim-config.js';

const secrets = {
  LAMPPOST_SIM_RTSP_PASSWORD: 'password-of-rtsp',
  LAMPPOST_SIM_DEVICE_PASSWORD: 'password-of-devices',
  LAMPPOST_SIM_GATEWAY_PASSWORD: 'password-of-gateway',
};
const base = ['--gateway-id', 'pole-1', '--broker-port', '0'];

test('a scenario with an embedded broker', () => {
  expect(readConfig([...base, '--scenario', 'x.yaml', '--rtsp-port', '0'], secrets)).toEqual({
    programme: { kind: 'scenario', file: 'x.yaml' },
    gatewayId: 'pole-1',
    host: '127.0.0.1',
    advertisedHost: '127.0.0.1',
    rtspPort: 0,
    leadMs: 2000,
    broker: { kind: 'embedded', port: 0, gatewayPassword: 'password-of-gateway' },
    hj212Host: null,
    rtspPassword: 'password-of-rtsp',
    devicePassword: 'password-of-devices',
    ffmpegPath: undefined,
  });
});

test('footage with an outside broker, which needs no password of the gateway', () => {
  const argv = [
    '--gateway-id',
    'pole-1',
    '--broker-url',
    'mqtts://broker:8883',
    '--ca',
    'ca.pem',
    '--footage',
    'a.mp4',
  ];
  const environment = { ...secrets, LAMPPOST_SIM_GATEWAY_PASSWORD: undefined };
  const camera = ['--camera', 'cam-1', '--place', '121.5,31.2,Gate 2, north', '--fps', '12.5', '--once'];
  expect(readConfig([...argv, ...camera], environment)).toMatchObject({
    broker: { kind: 'outside', url: 'mqtts://broker:8883', caFile: 'ca.pem' },
    programme: {
      kind: 'footage',
      cameraId: 'cam-1',
      place: { lng: 121.5, lat: 31.2, name: 'Gate 2, north' },
      framesPerSecond: 12.5,
      once: true,
    },
  });
});

test.each([
  ['no programme', base, secrets, 'nothing to play'],
  ['two programmes', [...base, '--scenario', 'x', '--footage', 'y'], secrets, 'cannot be used with'],
  ['no broker', ['--gateway-id', 'p', '--scenario', 'x'], secrets, 'no broker'],
  ['two brokers', [...base, '--broker-url', 'mqtt://b', '--scenario', 'x'], secrets, 'cannot be used with'],
  ['no gateway', ['--broker-port', '0', '--scenario', 'x'], secrets, '--gateway-id'],
  ['footage without a camera', [...base, '--footage', 'x'], secrets, '--camera ID'],
  ['a camera of a scenario', [...base, '--scenario', 'x', '--once'], secrets, 'belong to --footage'],
  ['a bad port', [...base, '--scenario', 'x', '--rtsp-port', '70000'], secrets, '--rtsp-port: '],
  ['a bad gateway id', ['--gateway-id', 'a/b', '--broker-port', '0', '--scenario', 'x'], secrets, '--gateway-id: '],
  ['an unknown option', [...base, '--scenaro', 'x'], secrets, 'unknown option'],
  [
    'a CA without TLS',
    ['--gateway-id', 'p', '--broker-url', 'mqtt://b', '--ca', 'c', '--scenario', 'x'],
    secrets,
    '--ca',
  ],
  ['no secrets', [...base, '--scenario', 'x'], {}, 'LAMPPOST_SIM_GATEWAY_PASSWORD'],
  [
    'a short secret',
    [...base, '--scenario', 'x'],
    { ...secrets, LAMPPOST_SIM_RTSP_PASSWORD: 'short' },
    'LAMPPOST_SIM_RTSP_PASSWORD',
  ],
])('%s is told with the mend', (_name, argv, environment, complaint) => {
  expect(() => readConfig(argv, environment)).toThrow(ConfigError);
  expect(() => readConfig(argv, environment)).toThrow(complaint);
});

test('help names the options and the secrets', () => {
  expect(() => readConfig(['--help'], {})).toThrow(HelpRequest);
});
