import type { Violation } from '@lamppost/contracts';
import { LABELS, type Detection, type Frame, type InferencePool, type Look, parseYaml } from '@lamppost/detectors';
import pino from 'pino';
import { beforeEach, describe, expect, test } from 'vitest';
import { RuleDocument } from '../rules/document/rule-document.js';
import type { StateStore } from '../spool/state-store.js';
import type { FrameOutcome } from './camera-activity.js';
import { CameraPipeline } from './camera-pipeline.js';
import { Judge } from './judge.js';

const START_MS = 1_760_000_000_000;
const FRAME_MS = 200;
const RULE_SECONDS = 30;
const COLUMNS = 104;
const ROWS = 64;

const document = parseYaml(
  RuleDocument,
  `
schema: lamppost.rules/1
zones:
  - { id: kerb, camera: gate, polygon: [[0, 0.5], [1, 0.5], [1, 1], [0, 1]] }
rules:
  - { id: parked, matter: parking, matterCode: 09 009, severity: 3, zone: kerb, forSeconds: ${RULE_SECONDS} }
`,
  'rules.yaml',
);

/** A car's left edge in fractions of the picture; null when it is not there. */
type CarAt = (ms: number) => number | null;
const HALT_MS = 62_000;
const LEAVE_MS = 140_000;
const WIDTH = 0.15;

/** Comes at 60 s, stands from 62 s on, and leaves at 140 s. */
const visitor: CarAt = (ms) => {
  if (ms < HALT_MS - 2_000 || ms > LEAVE_MS + 2_000) return null;
  if (ms < HALT_MS) return 0.4 - (0.4 * (HALT_MS - ms)) / 2_000;
  return ms < LEAVE_MS ? 0.4 : 0.4 + (0.4 * (ms - LEAVE_MS)) / 2_000;
};

function frameAt(ms: number, left: number | null): Frame {
  const data = new Uint8Array(COLUMNS * ROWS);
  for (let row = 0; row < ROWS; row += 1)
    for (let column = 0; column < COLUMNS; column += 1) {
      const x = (column + 0.5) / COLUMNS;
      const y = (row + 0.5) / ROWS;
      const isCar = left !== null && x >= left && x < left + WIDTH && y >= 0.6 && y < 0.75;
      data[row * COLUMNS + column] = isCar ? 220 : 60 + ((column >> 3) + (row >> 3)) * 4;
    }
  return {
    cameraId: 'gate',
    capturedAtMs: START_MS + ms,
    width: 416,
    height: 256,
    data: new Uint8Array(0),
    luma: { columns: COLUMNS, rows: ROWS, data },
    letterbox: { x1: 0, y1: 0, x2: 1, y2: 1 },
  };
}

interface Run {
  readonly outcomes: { ms: number; outcome: FrameOutcome; isMoving: boolean }[];
  readonly violations: Violation[];
  readonly offers: { ms: number; withinMs: number | undefined }[];
}

let saved: Map<string, unknown>;
beforeEach(() => {
  saved = new Map();
});

/** Plays a camera's frames past the pipeline, with a pool that sees the car whenever it is asked. */
async function play(
  carAt: CarAt,
  fromMs: number,
  toMs: number,
  answer = (look: Look): Look | null => look,
): Promise<Run> {
  const states: StateStore = {
    loadState: (key) => structuredClone(saved.get(key)),
    saveState: (key, json) => void saved.set(key, structuredClone(json)),
  };
  const run: Run = { outcomes: [], violations: [], offers: [] };
  const look: InferencePool['look'] = ({ cameraId, capturedAtMs }, withinMs) => {
    const ms = capturedAtMs - START_MS;
    run.offers.push({ ms, withinMs });
    const left = carAt(ms);
    const car: Detection[] =
      left === null
        ? []
        : [
            {
              label: 'car',
              classId: LABELS.indexOf('car'),
              box: { x1: left, y1: 0.6, x2: left + WIDTH, y2: 0.75 },
              score: 0.9,
            },
          ];
    return Promise.resolve(answer({ cameraId, capturedAtMs, detections: car, hazard: null }));
  };
  const judge = new Judge({
    book: { gatewayId: 'pole-1', document },
    states,
    onViolation: (violation) => void run.violations.push(violation),
  });
  const log = pino({ level: 'silent' });
  const pipeline = new CameraPipeline({ cameraId: 'gate', pool: { look }, judge, states, log });
  for (let ms = fromMs; ms < toMs; ms += FRAME_MS)
    run.outcomes.push({ ms, ...(await pipeline.take(frameAt(ms, carAt(ms)))) });
  pipeline.save();
  judge.save();
  return run;
}

/** Looks a second between two times. */
function rate({ outcomes }: Run, fromMs: number, toMs: number): number {
  const looked = outcomes.filter(({ ms, outcome }) => ms >= fromMs && ms < toMs && outcome === 'looked');
  return (looked.length * 1000) / (toMs - fromMs);
}

describe('looks come when they pay', () => {
  test('seldom while nothing moves, always while something does, now and then while it stands, seldom when it has gone', async () => {
    const run = await play(visitor, 0, 200_000);
    expect(rate(run, 10_000, 60_000)).toBeCloseTo(0.1, 2);
    expect(rate(run, 60_600, HALT_MS + 800)).toBe(5);
    expect(rate(run, HALT_MS + 3_000, HALT_MS + 6_000)).toBeCloseTo(1, 0);
    expect(rate(run, HALT_MS + 10_000, LEAVE_MS)).toBeCloseTo(0.2, 1);
    expect(rate(run, LEAVE_MS + 600, LEAVE_MS + 2_000)).toBeGreaterThan(4.5);
    expect(rate(run, LEAVE_MS + 30_000, 200_000)).toBeCloseTo(0.1, 1);
    expect(new Set(run.outcomes.map(({ outcome }) => outcome))).toEqual(new Set(['looked', 'resting']));
  });

  test('a dwell is told within a second of its time, though it is looked at once in five seconds', async () => {
    const { violations } = await play(visitor, 0, 120_000);
    expect(violations).toHaveLength(1);
    const [violation] = violations;
    const dwellMs = (violation?.triggeredAtMs ?? 0) - (violation?.startedAtMs ?? 0);
    expect(dwellMs).toBeGreaterThanOrEqual(RULE_SECONDS * 1000);
    expect(dwellMs).toBeLessThanOrEqual(RULE_SECONDS * 1000 + 1_000);
    expect(Math.abs((violation?.startedAtMs ?? 0) - START_MS - HALT_MS)).toBeLessThanOrEqual(1_000);
    expect(violation?.observedCoverage).toBeGreaterThan(0.99);
  });

  test('what stood there before the gateway started, and never moved, is told as well', async () => {
    const { violations } = await play(() => 0.4, 0, 60_000);
    expect(violations).toHaveLength(1);
  });

  test('what the last look missed is looked at each second, and its dwell does not count as seen until it is seen again', async () => {
    const blindFrom = HALT_MS + 10_000;
    const blindTo = HALT_MS + 22_000;
    const answer = (look: Look): Look => {
      const ms = look.capturedAtMs - START_MS;
      return ms >= blindFrom && ms < blindTo ? { ...look, detections: [] } : look;
    };
    const run = await play(visitor, 0, 120_000, answer);
    expect(rate(run, blindFrom + 6_000, blindTo)).toBeGreaterThan(0.9);
    const coverage = run.violations[0]?.observedCoverage ?? 0;
    expect(coverage).toBeLessThan(0.85);
    expect(coverage).toBeGreaterThan(0.55);
  });

  test('as soon as something moves, what stands must be seen again', async () => {
    const passing = HALT_MS + 15_000;
    const seen: Look['detections'][] = [];
    const answer = (look: Look): Look => {
      if (look.capturedAtMs - START_MS >= passing) seen.push(look.detections);
      return look;
    };
    // It drives off in one frame, at once and for good.
    const run = await play((ms) => (ms < passing ? visitor(ms) : null), 0, passing + 20_000, answer);
    expect(run.violations).toEqual([]);
    expect(seen.length).toBeGreaterThan(10);
    expect(seen.every((detections) => detections.length === 0)).toBe(true);
  });

  test('across a restart a dwell in progress goes on', async () => {
    const before = await play(visitor, 0, HALT_MS + 15_000);
    const after = await play(visitor, HALT_MS + 20_000, HALT_MS + 40_000);
    expect(before.violations).toEqual([]);
    const [violation] = after.violations;
    expect((violation?.triggeredAtMs ?? 0) - START_MS).toBeLessThanOrEqual(HALT_MS + RULE_SECONDS * 1000 + 2_000);
  });

  test('who has just come to stand may wait least', async () => {
    const { offers } = await play(visitor, 0, 120_000);
    const withinAt = (fromMs: number) => offers.find(({ ms }) => ms >= fromMs)?.withinMs;
    expect(withinAt(HALT_MS + 3_000)).toBeLessThan(withinAt(0) ?? 0);
    expect(withinAt(0)).toBeLessThan(withinAt(20_000) ?? 0);
  });
});

test('frames that gave way and looks that failed are told as what they are, and the camera goes on', async () => {
  let turn = 0;
  const answer = (look: Look) => {
    turn += 1;
    if (turn % 3 === 0) throw new Error('worker died');
    return turn % 3 === 1 ? look : null;
  };
  const { outcomes } = await play(() => null, 0, 3_000, answer);
  const asked = outcomes.map(({ outcome }) => outcome).filter((outcome) => outcome !== 'resting');
  expect(asked.slice(0, 5)).toEqual(['looked', 'skipped', 'failed', 'looked', 'skipped']);
});
