import type { Box } from '@lamppost/contracts';
import { describe, expect, test } from 'vitest';
import { moveBox } from '../geometry/box-motion.js';
import { emptyTracker } from './tracker-state.js';
import { updateTracks } from './update-tracks.js';

const START = 1_760_000_000_000;
const PLACE: Box = { x1: 0.4, y1: 0.5, x2: 0.5, y2: 0.6 };

/** The tracks that stand after ten seconds of looks, one box a look. */
function standingAfter(perSecond: number, boxAt: (look: number, timeMs: number) => Box) {
  let state = emptyTracker();
  let tracks = updateTracks(state, START, []).tracks;
  for (let look = 0; look <= 10 * perSecond; look += 1) {
    const timeMs = (look * 1000) / perSecond;
    const box = boxAt(look, timeMs);
    ({ state, tracks } = updateTracks(state, START + timeMs, [{ label: 'car', classId: 2, score: 0.6, box }]));
  }
  return tracks.filter(({ stationarySinceMs }) => stationarySinceMs !== null);
}

describe.each([1, 5, 25])('at %i looks a second, a dwell', (perSecond) => {
  test('is not begun anew by one wrong box before it is known', () => {
    const wrong = moveBox(PLACE, 0.06, 0.02);
    const standing = standingAfter(perSecond, (look) => (look === 2 ? wrong : PLACE));
    expect(standing).toMatchObject([{ stationarySinceMs: START, observedMs: 10_000 - 1000 / perSecond }]);
  });

  test('begins anew in the next place when it moves on before it is known', () => {
    const next = moveBox(PLACE, 0.06, 0.02);
    const standing = standingAfter(perSecond, (_, timeMs) => (timeMs < 2_000 ? PLACE : next));
    expect(standing).toMatchObject([{ stationarySinceMs: START + 2_000 }]);
  });

  test('begins where a vehicle comes to rest, not while it rolls there by less than unrest can explain from look to look', () => {
    // A tenth of its length a second, for six seconds.
    const standing = standingAfter(perSecond, (_, timeMs) =>
      moveBox(PLACE, (Math.min(timeMs, 6_000) / 1000) * 0.01, 0),
    );
    const sinceMs = (standing[0]?.stationarySinceMs ?? 0) - START;
    // An IoU of 0.75 leaves a seventh of the length.
    expect(sinceMs).toBeGreaterThanOrEqual(6_000 - 1_430);
    expect(sinceMs).toBeLessThanOrEqual(6_000);
  });
});
