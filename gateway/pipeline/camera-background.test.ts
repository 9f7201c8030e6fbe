import type { Violation } from '@lamppost/contracts';
import { type Detection, type Frame, LABELS, type Look, parseYaml } from '@lamppost/detectors';
import pino from 'pino';
import { expect, test } from 'vitest';
import { RuleDocument } from '../rules/document/rule-document.js';
import type { StateStore } from '../spool/state-store.js';
import { CameraPipeline } from './camera-pipeline.js';
import { Judge } from './judge.js';

const START_MS = 1_760_000_000_000;
const FRAME_MS = 200;
const COLUMNS = 104;
const ROWS = 64;
const CRATES_AT_MS = 80_000;
const VENDOR_AT_MS = 90_000;

const document = parseYaml(
  RuleDocument,
  `
schema: lamppost.rules/1
zones:
  - { id: lane, camera: gate, polygon: [[0, 0.5], [1, 0.5], [1, 1], [0, 1]] }
rules:
  - { id: stall, matter: stall, matterCode: 09 006, severity: 2, zone: lane, forSeconds: 60 }
`,
  'rules.yaml',
);

/** A still street, on which crates of all shades are put down. */
function frameAt(ms: number): Frame {
  const data = new Uint8Array(COLUMNS * ROWS);
  for (let row = 0; row < ROWS; row += 1)
    for (let column = 0; column < COLUMNS; column += 1) {
      const isCrate = ms >= CRATES_AT_MS && column >= 40 && column < 54 && row >= 40 && row < 52;
      data[row * COLUMNS + column] = isCrate ? 20 + ((column * 7 + row * 13) % 11) * 20 : 90 + (column >> 4) * 8;
    }
  const pixels = { width: 416, height: 256, data: new Uint8Array(0), letterbox: { x1: 0, y1: 0, x2: 1, y2: 1 } };
  return { cameraId: 'gate', capturedAtMs: START_MS + ms, ...pixels, luma: { columns: COLUMNS, rows: ROWS, data } };
}

const vendor: Detection = {
  label: 'person',
  classId: LABELS.indexOf('person'),
  score: 0.7,
  box: { x1: 0.32, y1: 0.45, x2: 0.37, y2: 0.82 },
};

/** A camera and its memory, which outlives it. */
function gateway() {
  const saved = new Map<string, string>();
  const states: StateStore = {
    loadState: (key) => JSON.parse(saved.get(key) ?? 'null') as unknown,
    saveState: (key, json) => void saved.set(key, JSON.stringify(json)),
  };
  const violations: Violation[] = [];
  const start = () => {
    const judge = new Judge({
      book: { gatewayId: 'pole-1', document },
      states,
      onViolation: (violation) => void violations.push(violation),
    });
    const look = ({ cameraId, capturedAtMs }: { cameraId: string; capturedAtMs: number }): Promise<Look> =>
      Promise.resolve({
        cameraId,
        capturedAtMs,
        detections: capturedAtMs - START_MS >= VENDOR_AT_MS ? [vendor] : [],
        hazard: null,
      });
    const log = pino({ level: 'silent' });
    const pipeline = new CameraPipeline({ cameraId: 'gate', pool: { look }, judge, states, log });
    return {
      play: async (fromMs: number, toMs: number) => {
        for (let ms = fromMs; ms < toMs; ms += FRAME_MS) await pipeline.take(frameAt(ms));
      },
      stop: () => {
        judge.save();
        pipeline.save();
      },
    };
  };
  return { start, saved, violations };
}

test('what came to stand there is known though nothing moved, and across a restart: vendor and crates are a stall in time', async () => {
  const { start, saved, violations } = gateway();
  const before = start();
  await before.play(0, 100_000);
  before.stop();
  expect(saved.get('background/gate')?.length).toBeLessThan(20_000);
  const after = start();
  await after.play(101_000, 170_000);
  expect(violations).toMatchObject([
    { matter: 'stall', explanation: [{ condition: 'person standing with an unknown object in zone lane' }, {}, {}] },
  ]);
  const [{ startedAtMs, triggeredAtMs } = { startedAtMs: 0, triggeredAtMs: 0 }] = violations;
  // The vendor came when nothing moved but they: they are seen within a look at rest.
  expect(startedAtMs - START_MS).toBeGreaterThanOrEqual(VENDOR_AT_MS);
  expect(startedAtMs - START_MS).toBeLessThanOrEqual(VENDOR_AT_MS + 10_000);
  expect(triggeredAtMs - startedAtMs).toBeGreaterThanOrEqual(60_000);
  expect(triggeredAtMs - startedAtMs).toBeLessThan(62_000);
});
