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
          place: { lng: 121.5435, lat: 31.2213, name: '锦绣路 88 号工地' },
          legalStatus: REVIEWED,
        },
        {
          id: 'dust-02',
          place: { lng: 121.5447, lat: 31.2221, name: '锦绣路东口' },
          hj212Units: { a34001: 'mg/m3', a34002: 'mg/m3', a34004: 'mg/m3', a01001: 'degC', a01002: '%RH' },
          legalStatus: REVIEWED,
        },
      ],
    },
  };
}
