import type { Look } from '@lamppost/detectors';
import { beforeEach, describe, expect, test } from 'vitest';
import { type CarAt, RULE_SECONDS, START_MS, type StreetRun, playStreet } from './testing/play-street.js';

const HALT_MS = 62_000;
const LEAVE_MS = 140_000;

/** Comes at 60 s, stands from 62 s on, and leaves at 140 s. */
const visitor: CarAt = (ms) => {
  if (ms < HALT_MS - 2_000 || ms > LEAVE_MS + 2_000) return null;
  if (ms < HALT_MS) return 0.4 - (0.4 * (HALT_MS - ms)) / 2_000;
  return ms < LEAVE_MS ? 0.4 : 0.4 + (0.4 * (ms - LEAVE_MS)) / 2_000;
};

let saved: Map<string, unknown>;
beforeEach(() => {
  saved = new Map();
});

/** Plays a camera that never rests. */
async function play(
  carAt: CarAt,
  fromMs: number,
  toMs: number,
  answer = (look: Look): Look | null => look,
): Promise<StreetRun> {
  return playStreet({ carAt, fromMs, toMs, answer, saved });
}

/** Looks a second between two times. */
function rate({ outcomes }: StreetRun, fromMs: number, toMs: number): number {
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

test('what only looks like fire and keeps still is looked at once in five seconds', async () => {
  const HAZARD = { columns: 26, rows: 16, picture: { x1: 0, y1: 0, x2: 1, y2: 1 } };
  const cells = HAZARD.columns * HAZARD.rows;
  // A red lamp: strong in a single look of each ten, which is less than what burns shows, and never long enough.
  let looks = 0;
  const answer = (look: Look): Look => {
    looks += 1;
    const fire = Array.from({ length: cells }, (_, cell) => (cell === 200 && looks % 4 === 0 ? 0.9 : 0.02));
    return { ...look, hazard: { ...HAZARD, fire, smoke: new Array<number>(cells).fill(0.02) } };
  };
  const run = await play(() => null, 0, 120_000, answer);
  expect(run.violations).toEqual([]);
  expect(rate(run, 20_000, 120_000)).toBeGreaterThan(0.1);
  expect(rate(run, 20_000, 120_000)).toBeLessThanOrEqual(0.25);
});
