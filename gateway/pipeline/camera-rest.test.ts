import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type CarAt, FRAME_MS, RULE_SECONDS, type Street, START_MS, playStreet } from './testing/play-street.js';

const GOP_MS = 2_000;
const RULE_MS = RULE_SECONDS * 1000;
const PLACE = 0.4;

/** A car that drives up within two seconds, halts at a time, and drives off at another. */
function visitor(haltMs: number, leaveMs = Infinity): CarAt {
  return (ms) => {
    if (ms < haltMs - 2_000 || ms > leaveMs + 2_000) return null;
    if (ms < haltMs) return PLACE - (PLACE * (haltMs - ms)) / 2_000;
    return ms < leaveMs ? PLACE : PLACE + (PLACE * (ms - leaveMs)) / 2_000;
  };
}

/** A resting camera's run, its violations in time since the start. */
async function watch(street: Omit<Street, 'fromMs'>) {
  const run = await playStreet({ ...street, fromMs: 0 });
  const told = run.violations.map(({ startedAtMs, triggeredAtMs, observedCoverage }) => ({
    startedMs: startedAtMs - START_MS,
    triggeredMs: triggeredAtMs - START_MS,
    observedCoverage,
  }));
  const restedShare = (fromMs: number, toMs: number) => {
    const frames = run.outcomes.filter(({ ms }) => ms >= fromMs && ms < toMs).length;
    return 1 - (frames * FRAME_MS) / (toMs - fromMs);
  };
  return { ...run, told, restedShare };
}

describe('a camera that rests', () => {
  test('shows a frame in two seconds while nothing moves, all of them while something does, and again few while it stands', async () => {
    const { restedShare } = await watch({
      carAt: visitor(62_000, 140_000),
      toMs: 200_000,
      gopMs: GOP_MS,
      sizesTell: true,
    });
    expect(restedShare(10_000, 60_000)).toBeCloseTo(0.9, 2);
    expect(restedShare(62_000, 66_000)).toBe(0);
    expect(restedShare(74_000, 140_000)).toBeGreaterThan(0.85);
    expect(restedShare(142_000, 145_000)).toBeLessThan(0.1);
    expect(restedShare(170_000, 200_000)).toBeCloseTo(0.9, 2);
  });

  test('tells of a car that stays once, never early, and by the next frame after its time, whenever it comes and however far key pictures lie apart', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 50, max: 150 }).map((frames) => frames * FRAME_MS),
        fc.integer({ min: 3, max: 21 }).map((frames) => frames * FRAME_MS),
        fc.boolean(),
        async (haltMs, gopMs, sizesTell) => {
          const { told } = await watch({ carAt: visitor(haltMs), toMs: haltMs + RULE_MS + 30_000, gopMs, sizesTell });
          expect(told).toHaveLength(1);
          const { startedMs = 0, triggeredMs = 0, observedCoverage = 0 } = told[0] ?? {};
          // It may roll the last bit before it is seen, but is never taken to stand before.
          expect(startedMs).toBeGreaterThanOrEqual(haltMs - 1_000);
          expect(startedMs).toBeLessThanOrEqual(haltMs + gopMs + 1_000);
          expect(triggeredMs - startedMs).toBeGreaterThanOrEqual(RULE_MS);
          expect(triggeredMs - startedMs).toBeLessThanOrEqual(RULE_MS + Math.ceil(900 / gopMs) * gopMs + FRAME_MS);
          expect(observedCoverage).toBeGreaterThan(0.95);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('tells of no car that leaves before its time, though it comes and goes between two key pictures', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 50, max: 100 }).map((frames) => frames * FRAME_MS),
        fc.integer({ min: 5, max: 140 }).map((frames) => frames * FRAME_MS),
        fc.constantFrom(1_000, GOP_MS, 4_000),
        fc.boolean(),
        async (haltMs, staysMs, gopMs, sizesTell) => {
          const carAt = visitor(haltMs, haltMs + staysMs);
          const { told, restedShare } = await watch({ carAt, toMs: haltMs + staysMs + 100_000, gopMs, sizesTell });
          expect(told).toEqual([]);
          // What left unseen may be hidden, and is looked for as long.
          expect(restedShare(haltMs + staysMs + 80_000, haltMs + staysMs + 100_000)).toBeGreaterThan(0.7);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('does not count as seen what a bus hides that waits before it, and goes on with the same dwell when it is gone', async () => {
    const haltMs = 20_000;
    const busMs = { from: 34_000, to: 46_000 };
    const { told } = await watch({
      carAt: visitor(haltMs),
      screenAt: (ms) => (ms >= busMs.from && ms < busMs.to ? [0.3, 0.7] : null),
      toMs: 90_000,
      gopMs: GOP_MS,
    });
    expect(told).toHaveLength(1);
    const { startedMs = 0, triggeredMs = 0, observedCoverage = 0 } = told[0] ?? {};
    expect(Math.abs(startedMs - haltMs)).toBeLessThanOrEqual(1_000);
    expect(triggeredMs - startedMs).toBeGreaterThanOrEqual(RULE_MS);
    expect(triggeredMs - startedMs).toBeLessThanOrEqual(RULE_MS + GOP_MS);
    expect(observedCoverage).toBeLessThan(0.75);
    expect(observedCoverage).toBeGreaterThan(0.5);
  });

  test('knows what stood there before it began, and stays awake while the model does not see it any more', async () => {
    const { told, restedShare } = await watch({ carAt: () => PLACE, toMs: 80_000, gopMs: GOP_MS });
    expect(told).toHaveLength(1);
    expect(restedShare(30_000, 80_000)).toBeGreaterThan(0.85);
    const blind = await watch({
      carAt: () => PLACE,
      toMs: 80_000,
      gopMs: GOP_MS,
      answer: (look) => ({ ...look, detections: look.capturedAtMs - START_MS > 20_000 ? [] : look.detections }),
    });
    expect(blind.told).toEqual([]);
    expect(blind.restedShare(30_000, 70_000)).toBe(0);
  });
});
