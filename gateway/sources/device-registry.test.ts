import { expect, test } from 'vitest';
import { GatewayConfig } from '../config/gateway-config.js';
import { DeviceRegistry } from './device-registry.js';

const place = { lng: 121.5, lat: 31.2, name: 'somewhere' };
const reviewed = { deviceLegalReview: true, deviceTechReview: true, sitePublished: true, signagePosted: true };
const config = GatewayConfig.parse({
  gatewayId: 'pole-1',
  dataDirectory: 'data',
  rulesFile: 'rules.yaml',
  mqtt: { url: 'mqtt://broker', username: 'gateway' },
  cloud: { url: 'https://cloud' },
  cameras: [{ id: 'fixed', rtspUrl: 'rtsp://10.0.0.1/a', deviceCode: null, place, bearingDeg: 90 }],
  sensors: [{ id: 'dust', place, legalStatus: reviewed }],
  announcedLegalStatus: { gate: reviewed },
});
const announcement = (rtspUrl: string) =>
  Buffer.from(JSON.stringify({ rtspUrl, deviceCode: null, place, bearingDeg: 10 }));

test('a camera is opened when it announces itself, and again only when its address changes', () => {
  const registry = new DeviceRegistry(config);
  expect(registry.announce('gate', announcement('rtsp://10.0.0.2/a')).status).toBe('opened');
  expect(registry.announce('gate', announcement('rtsp://10.0.0.2/a')).status).toBe('unchanged');
  expect(registry.announce('gate', announcement('rtsp://10.0.0.3/a')).status).toBe('changed');
  expect(registry.rtspUrl('gate')).toBe('rtsp://10.0.0.3/a');
  expect(registry.announce('gate', Buffer.alloc(0)).status).toBe('withdrawn');
  expect(registry.describe('gate')).toBeNull();
});

test('the legal status comes from the configuration; a device nobody vouched for has none', () => {
  const registry = new DeviceRegistry(config);
  registry.announce('gate', announcement('rtsp://10.0.0.2/a'));
  registry.announce('other', announcement('rtsp://10.0.0.4/a'));
  expect(registry.describe('gate')?.legalStatus).toEqual(reviewed);
  expect(registry.describe('other')?.legalStatus.deviceLegalReview).toBe(false);
  expect(registry.describe('fixed')?.legalStatus.sitePublished).toBe(false);
  expect(registry.describe('dust')).toMatchObject({ bearingDeg: null, legalStatus: reviewed });
});

test.each([
  ['what is not JSON', 'gate', Buffer.from('{'), 'announce.invalid'],
  ['an address that is not RTSP', 'gate', announcement('file:///etc/passwd'), 'announce.invalid'],
  ['a camera of the configuration file', 'fixed', announcement('rtsp://10.9.9.9/evil'), 'announce.configured'],
])('an announcement of %s is refused', (_, cameraId, payload, code) => {
  const registry = new DeviceRegistry(config);
  expect(registry.announce(cameraId, payload)).toMatchObject({ status: 'refused', code });
  expect(registry.rtspUrl('fixed')).toBe('rtsp://10.0.0.1/a');
});
