import type { Box } from '@lamppost/contracts';
import { TRACKER_DEFAULTS, shareWithin } from '@lamppost/detectors';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { START, judgeLooks } from './testing/judge-looks.js';
import { KNOWN_MS, PLACE, type Vehicle, type Watch, looksAt, shift } from './testing/scene-looks.js';

// Tracker and parking rule together, from detections to violations, against what a scene shows: time counts, never the number of looks.

const HIDDEN_MS = 20_000;
/** Scenes a test. */
const RUNS = 40;

const watches: fc.Arbitrary<Watch> = fc.record({
  seed: fc.nat(),
  stepsMs: fc.oneof(
    fc.integer({ min: 1, max: 25 }).map((perSecond) => [Math.round(1000 / perSecond)]),
    fc.array(fc.integer({ min: 40, max: 1000 }), { minLength: 3, maxLength: 11 }),
  ),
  missed: fc.constantFrom(0, 0.1, 0.3),
});

/** A vehicle that stands at a place from one time to another. */
function standing(box: Box, fromMs: number, isHidden: (timeMs: number) => boolean = () => false): Vehicle {
  return { boxAt: (timeMs) => (timeMs < fromMs || isHidden(timeMs) ? null : box) };
}

/** Way of a vehicle that drives off at a time: half a length a second faster each second, up to two lengths a second. */
function drivenOff(sinceMs: number): number {
  const seconds = Math.max(0, sinceMs) / 1000;
  return seconds < 4 ? (seconds * seconds) / 4 : 4 + 2 * (seconds - 4);
}

const dwells = fc.oneof(fc.integer({ min: 10, max: 40 }), fc.integer({ min: 41, max: 300 }));

describe('a parking rule of T', { timeout: 120_000 }, () => {
  test('tells of a vehicle that stays once, within one look after T and never before, at 1 to 25 looks a second', () => {
    const hides = fc.record({
      afterMs: fc.integer({ min: 0, max: 60_000 }),
      by: fc.constantFrom('nothing seen' as const, 'a bus that waits' as const, 'vehicles that pass' as const),
      speed: fc.integer({ min: 3, max: 20 }),
    });
    const restarts = fc.record({
      afterMs: fc.integer({ min: 0, max: 60_000 }),
      unsavedMs: fc.integer({ min: 0, max: 5_000 }),
      gapMs: fc.integer({ min: 5_000, max: 120_000 }),
    });
    fc.assert(
      fc.property(
        watches,
        dwells,
        fc.integer({ min: 0, max: 5_000 }),
        fc.option(hides),
        fc.option(restarts),
        (watch, forSeconds, fromMs, hide, stop) => {
          const knownMs = fromMs + KNOWN_MS + 3_000;
          const hiddenMs = hide === null ? Infinity : knownMs + hide.afterMs;
          const isWithin = (timeMs: number) => timeMs >= hiddenMs && timeMs < hiddenMs + HIDDEN_MS;
          const passing = (timeMs: number): Box[] => {
            if (hide === null || !isWithin(timeMs) || hide.by === 'nothing seen') return [];
            if (hide.by === 'a bus that waits') return [{ x1: 0.35, y1: 0.4, x2: 0.7, y2: 0.62 }];
            const way = ((timeMs - hiddenMs) / 1000) * (hide.speed / 10);
            return [0, 3, 6].map((gap) => shift({ x1: 0, y1: 0.48, x2: 0.12, y2: 0.62 }, ((way + gap) % 9) - 1));
          };
          const isHidden = (timeMs: number) =>
            hide?.by === 'vehicles that pass'
              ? passing(timeMs).some((box) => shareWithin(PLACE, box) > 0.3)
              : isWithin(timeMs);
          const savedMs = knownMs + (stop?.afterMs ?? 0);
          const restart =
            stop === null
              ? null
              : { savedMs, stopMs: savedMs + stop.unsavedMs, backMs: savedMs + stop.unsavedMs + stop.gapMs };
          const lastMs = Math.max(knownMs, hide === null ? 0 : hiddenMs + HIDDEN_MS, restart?.backMs ?? 0);
          // With all that is hidden, blind and missed, half of the dwell can have been seen only much later.
          const looks = looksAt(watch, forSeconds * 1000 + 900_000, [standing(PLACE, fromMs, isHidden)], passing);
          const { told, accounts, dueMs } = judgeLooks(forSeconds, looks, lastMs, restart);

          expect(told).toHaveLength(1);
          const startedMs = (told[0]?.startedAtMs ?? 0) - START;
          const triggeredMs = (told[0]?.triggeredAtMs ?? 0) - START;
          const account = accounts.get(triggeredMs);
          expect(startedMs).toBe(account?.sinceMs);
          expect(triggeredMs - startedMs).toBeGreaterThanOrEqual(forSeconds * 1000);
          expect(dueMs).not.toBeNull();
          expect(triggeredMs).toBeLessThanOrEqual(dueMs ?? 0);
          const { seenMs = 0, doubtfulMs = 0 } = account ?? {};
          if (doubtfulMs === 0) expect(triggeredMs).toBe(dueMs);
          const coverage = told[0]?.observedCoverage ?? 0;
          expect(coverage).toBeGreaterThanOrEqual(seenMs / (triggeredMs - startedMs) - 1e-9);
          expect(coverage).toBeLessThanOrEqual((seenMs + doubtfulMs) / (triggeredMs - startedMs) + 1e-9);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('tells nothing of a vehicle that left before T, whether it was seen to drive off or not', () => {
    fc.assert(
      fc.property(
        watches,
        fc.integer({ min: 10, max: 90 }),
        fc.integer({ min: 10, max: 100 }),
        fc.boolean(),
        (watch, forSeconds, percent, isSeen) => {
          const leavesMs = (forSeconds * 1000 - 2_000) * (percent / 100);
          const boxAt = (timeMs: number) =>
            timeMs < leavesMs ? PLACE : isSeen ? shift(PLACE, drivenOff(timeMs - leavesMs)) : null;
          expect(judgeLooks(forSeconds, looksAt(watch, forSeconds * 2000, [{ boxAt }])).told).toEqual([]);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('tells nothing of a vehicle that creeps by its own length or more within T', () => {
    fc.assert(
      fc.property(
        watches,
        fc.constantFrom(10, 60, 300),
        fc.integer({ min: 10, max: 60 }),
        (watch, forSeconds, tenths) => {
          const lengthsPerMs = tenths / 10 / (forSeconds * 1000);
          const boxAt = (timeMs: number) => shift({ ...PLACE, x1: 0.1, x2: 0.2 }, lengthsPerMs * timeMs);
          expect(judgeLooks(forSeconds, looksAt(watch, 2 / lengthsPerMs, [{ boxAt }])).told).toEqual([]);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('keeps the dwell of two vehicles apart that stand side by side', () => {
    fc.assert(
      fc.property(
        watches,
        fc.integer({ min: 10, max: 60 }),
        fc.integer({ min: 55, max: 130 }),
        fc.oneof(fc.constant(0), fc.integer({ min: KNOWN_MS + 1_000, max: 20_000 })),
        fc.boolean(),
        (given, forSeconds, apart, laterMs, isNeighbourMissed) => {
          const watch = { ...given, isNeighbourMissed };
          const vehicles = [standing(PLACE, 0), standing(shift(PLACE, apart / 100), laterMs)];
          const { told } = judgeLooks(forSeconds, looksAt(watch, forSeconds * 1000 + laterMs + 60_000, vehicles));
          expect(told).toHaveLength(2);
          told.forEach(({ startedAtMs, triggeredAtMs }, index) => {
            const comesMs = index * laterMs;
            expect(startedAtMs - START - comesMs).toBeGreaterThanOrEqual(0);
            // Where the neighbour may be missed, the first looks at one that comes may be of either: its dwell begins later, never earlier.
            const latestMs = isNeighbourMissed ? KNOWN_MS : Math.max(...watch.stepsMs);
            expect(startedAtMs - START - comesMs).toBeLessThanOrEqual(latestMs);
            expect(triggeredAtMs - startedAtMs).toBeGreaterThanOrEqual(forSeconds * 1000);
          });
        },
      ),
      { numRuns: RUNS },
    );
  });

  test('begins anew for the vehicle that takes the place 3 s after another was seen to leave it', () => {
    fc.assert(
      fc.property(
        watches,
        fc.integer({ min: 10, max: 60 }),
        fc.integer({ min: 12_000, max: 90_000 }),
        (watch, forSeconds, leavesMs) => {
          // It is clear of the place 2 s after it drove off.
          const stopsMs = leavesMs + 2_000 + 3_000;
          const first = { boxAt: (timeMs: number) => shift(PLACE, drivenOff(timeMs - leavesMs)) };
          const second = {
            boxAt: (timeMs: number) => (timeMs < leavesMs ? null : shift(PLACE, -drivenOff(stopsMs - timeMs))),
          };
          const seenWell = { ...watch, missed: 0 };
          const { told } = judgeLooks(
            forSeconds,
            looksAt(seenWell, stopsMs + forSeconds * 1000 + 8_000, [first, second]),
          );
          const longestStepMs = Math.max(...watch.stepsMs);
          const last = told.at(-1);
          // In the last second it rolls a quarter of its length, which is within its place; unrest may have the dwell begin later, but
          // not once it is known to stand.
          const startedMs = (last?.startedAtMs ?? 0) - START;
          expect(startedMs).toBeGreaterThanOrEqual(stopsMs - 1_000);
          expect(startedMs).toBeLessThanOrEqual(stopsMs + TRACKER_DEFAULTS.confirmMs + longestStepMs);
          const dwellMs = (last?.triggeredAtMs ?? 0) - (last?.startedAtMs ?? 0);
          expect(dwellMs).toBeGreaterThanOrEqual(forSeconds * 1000);
          expect(dwellMs).toBeLessThan(forSeconds * 1000 + longestStepMs);
          expect(told.length).toBe(leavesMs >= forSeconds * 1000 + longestStepMs ? 2 : told.length);
          expect(told.length).toBeLessThanOrEqual(2);
        },
      ),
      { numRuns: RUNS },
    );
  });
});
