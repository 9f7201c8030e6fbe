import { readFileSync } from 'node:fs';
import { type StartProductOptions, repositoryFile } from './start-product.js';

/** Everything reviewed, published and signed: what a site needs before its records may be evidence. */
const REVIEWED = { deviceLegalReview: true, deviceTechReview: true, sitePublished: true, signagePosted: true };
const CAMERAS = ['street-cam', 'market-cam', 'yard-cam', 'site-cam'];

/** The demo's town: four cameras and two dust monitors at one gateway, and rules for all four kinds. */
export function fourKinds(): Pick<StartProductOptions, 'gatewayId' | 'simulatorArgs' | 'rules' | 'gatewayConfig'> {
  return {
    gatewayId: 'pole-001',
    simulatorArgs: ['--scenario', repositoryFile('device-sim/scenarios/four-kinds.yaml')],
    rules: readFileSync(repositoryFile('device-sim/demo/rules.yaml'), 'utf8'),
    gatewayConfig: {
      looksPerSecond: 4,
      ringBytesPerCamera: 200_000_000,
      announcedLegalStatus: Object.fromEntries(CAMERAS.map((camera) => [camera, REVIEWED])),
      sensors: [
        {
          id: 'dust-01',
          place: { lng: 121.5534, lat: 31.2251, name: '张杨路工地 2 号门' },
          legalStatus: REVIEWED,
        },
        {
          id: 'dust-02',
          place: { lng: 121.5581, lat: 31.2296, name: '源深路工地北侧围挡' },
          mn: '3101150012AB34CD00000002',
          // HJ 212 has no field for the unit; this maker sends micrograms.
          hj212Units: { a34001: 'ug/m3', a34002: 'ug/m3', a34004: 'ug/m3' },
          legalStatus: REVIEWED,
        },
      ],
    },
  };
}
