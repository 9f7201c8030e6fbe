import { type Track, parseYaml } from '@lamppost/detectors';
import { expect, test } from 'vitest';
import type { CameraLook } from './camera-look.js';
import { dwellOf } from './dwell-of.js';
import { RuleDocument } from './document/rule-document.js';

const document = parseYaml(
  RuleDocument,
  `
schema: lamppost.rules/1
zones:
  - { id: kerb, camera: gate, polygon: [[0, 0.5], [1, 0.5], [1, 1], [0, 1]] }
  - { id: unused, camera: gate, polygon: [[0, 0], [1, 0], [1, 0.5], [0, 0.5]] }
  - { id: corner, camera: square, polygon: [[0, 0.5], [1, 0.5], [1, 1], [0, 1]] }
  - { id: yard, camera: yard, polygon: [[0, 0.5], [1, 0.5], [1, 1], [0, 1]] }
rules:
  - { id: parked, matter: parking, matterCode: 09 009, severity: 3, zone: kerb, forSeconds: 60 }
  - { id: stall, matter: stall, severity: 3, zone: corner, forSeconds: 60 }
  - { id: fire, matter: burning, severity: 3, zone: yard, forSeconds: 10 }
`,
  'rules.yaml',
);

const box = (bottom: number) => ({ x1: 0.4, y1: bottom - 0.2, x2: 0.5, y2: bottom });
const track = (over: Partial<Track>): Track => ({
  trackId: 1,
  label: 'car',
  box: box(0.8),
  score: 0.9,
  firstSeenAtMs: 0,
  lastSeenAtMs: 0,
  stationarySinceMs: null,
  anchorBox: box(0.8),
  observedMs: 0,
  visible: true,
  ...over,
});
const look = (over: Partial<CameraLook>): CameraLook => ({
  cameraId: 'gate',
  atMs: 0,
  tracks: [],
  hazards: { fires: [], smokes: [] },
  objects: [],
  ...over,
});

test.each([
  ['nothing', look({}), 'none'],
  ['something in a zone, which may yet stand', look({ tracks: [track({})] }), 'settling'],
  ['something that stands in a zone, in sight', look({ tracks: [track({ stationarySinceMs: 0 })] }), 'settled'],
  [
    'something that stands, and something that has just come',
    look({ tracks: [track({ stationarySinceMs: 0 }), track({ trackId: 2 })] }),
    'settling',
  ],
  [
    'something that stood in a zone and is hidden',
    look({ tracks: [track({ visible: false, stationarySinceMs: 0 })] }),
    'settling',
  ],
  ['something that moved through a zone and is not seen', look({ tracks: [track({ visible: false })] }), 'none'],
  [
    'something that stands where no rule looks',
    look({ tracks: [track({ box: box(0.4), anchorBox: box(0.4), stationarySinceMs: 0 })] }),
    'none',
  ],
  ['something in a zone that its rule does not judge', look({ tracks: [track({ label: 'person' })] }), 'none'],
  [
    'somebody where there may be a stall',
    look({ cameraId: 'square', tracks: [track({ label: 'person' })] }),
    'settling',
  ],
  ['something where only fire is looked for', look({ cameraId: 'yard', tracks: [track({})] }), 'none'],
  ["something in another camera's zone", look({ cameraId: 'other', tracks: [track({})] }), 'none'],
] as const)('%s', (_, seen, expected) => {
  expect(dwellOf(document, seen)).toBe(expected);
});

test('what may burn is watched wherever it is', () => {
  const region = {
    regionId: 1,
    box: box(0.3),
    score: 0.7,
    sinceMs: 0,
    observedMs: 0,
    lastSeenAtMs: 0,
    looks: { seen: 4, of: 4 },
  };
  expect(dwellOf(document, look({ hazards: { fires: [region], smokes: [] } }))).toBe('settling');
});
