import { readFileSync } from 'node:fs';
import { type StartProductOptions, repositoryFile } from './start-product.js';

/** Everything reviewed, published and signed: what a site needs before its records may be evidence. */
const REVIEWED = { deviceLegalReview: true, deviceTechReview: true, sitePublished: true, signagePosted: true };
const CAMERAS = ['street-cam', 'market-cam', 'yard-cam', 'site-cam'];

// HJ 212 has no field for the unit; these makers send micrograms.
const MICROGRAMS = { a34001: 'ug/m3', a34002: 'ug/m3', a34004: 'ug/m3' };

/** Monitors at whose place there is too much dust. */
export const DUSTY_MONITORS = ['dust-01', 'dust-03'];

/** The demo's town: four cameras and three dust monitors at one gateway, and rules for all four kinds. */
export function fourKinds(): Pick<
  StartProductOptions,
  'gatewayId' | 'simulatorArgs' | 'rules' | 'gatewayConfig' | 'monitorSecrets'
> {
  return {
    gatewayId: 'pole-001',
    simulatorArgs: ['--scenario', repositoryFile('device-sim/scenarios/four-kinds.yaml')],
    rules: readFileSync(repositoryFile('device-sim/demo/rules.yaml'), 'utf8'),
    gatewayConfig: {
      looksPerSecond: 4,
      // Verdicts of the town's reviewers are on the box soon.
      fleet: { pollSeconds: 5 },
      ringBytesPerCamera: 200_000_000,
      announcedLegalStatus: Object.fromEntries(CAMERAS.map((camera) => [camera, REVIEWED])),
      sensors: [
        {
          id: 'dust-01',
          place: { lng: 121.5534, lat: 31.2251, name: '张杨路工地 2 号门' },
          mn: '3101150012AB34CD00000001',
          hj212Units: MICROGRAMS,
          legalStatus: REVIEWED,
        },
        {
          id: 'dust-02',
          place: { lng: 121.5581, lat: 31.2296, name: '源深路工地北侧围挡' },
          legalStatus: REVIEWED,
        },
        {
          id: 'dust-03',
          place: { lng: 121.5531, lat: 31.2254, name: '张杨路工地北侧围挡' },
          mn: '3101150012AB34CD00000003',
          hj212Units: MICROGRAMS,
          legalStatus: REVIEWED,
        },
      ],
    },
    // What the simulated monitors of the scenario prove themselves with.
    monitorSecrets: {
      'dust-01': { password: '310115' },
      'dust-03': { password: '310116', sm4Key: '30313233343536373839414243444546' },
    },
  };
}
