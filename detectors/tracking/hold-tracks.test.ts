import { describe, expect, test } from 'vitest';
import type { Detection } from '../decoding/detection.js';
import { holdTracks } from './hold-tracks.js';
import { type TrackerState, emptyTracker } from './tracker-state.js';
import { updateTracks } from './update-tracks.js';

const START_MS = 1_760_000_000_000;
const car: Detection = { label: 'car', classId: 2, score: 0.8, box: { x1: 0.4, y1: 0.5, x2: 0.5, y2: 0.6 } };

/** A car that has stood for so long, seen once a second. */
function standing(ms: number): TrackerState {
  let state = emptyTracker();
  for (let at = 0; at <= ms; at += 1000) ({ state } = updateTracks(state, START_MS + at, [car]));
  return state;
}

/** Holds once a second from one time to another. */
function hold(from: TrackerState, fromMs: number, toMs: number): TrackerState {
  let state = from;
  for (let at = fromMs; at <= toMs; at += 1000) ({ state } = holdTracks(state, START_MS + at));
  return state;
}

describe('a frame in which nothing moved', () => {
  test('counts for what stands in sight as a look that saw it', () => {
    const held = holdTracks(hold(standing(10_000), 11_000, 39_000), START_MS + 40_000);
    const [track] = held.tracks;
    expect(track).toMatchObject({ visible: true, stationarySinceMs: START_MS, lastSeenAtMs: START_MS + 40_000 });
    expect(track?.observedMs).toBe(40_000);
    const looked = updateTracks(standing(39_000), START_MS + 40_000, [car]).tracks[0];
    expect(track?.observedMs).toBe(looked?.observedMs);
  });

  test('counts for nothing that the last look missed', () => {
    const { state } = updateTracks(standing(10_000), START_MS + 11_000, []);
    const held = holdTracks(hold(state, 12_000, 19_000), START_MS + 20_000);
    expect(held.tracks[0]).toMatchObject({ visible: false, lastSeenAtMs: START_MS + 10_000 });
    expect(held.tracks[0]?.observedMs).toBe(10_000);
  });

  test('does not make what has only just come stand', () => {
    const held = holdTracks(hold(standing(1_000), 2_000, 9_000), START_MS + 10_000);
    expect(held.tracks[0]).toMatchObject({ visible: false, stationarySinceMs: null });
  });

  test('after a gap without frames says nothing of the gap', () => {
    const held = holdTracks(standing(10_000), START_MS + 40_000);
    expect(held.tracks[0]?.observedMs).toBe(10_000);
  });

  test('that is not later than the last look changes nothing', () => {
    const state = standing(10_000);
    expect(holdTracks(state, START_MS + 10_000).state).toBe(state);
    expect(holdTracks(emptyTracker(), START_MS).tracks).toEqual([]);
  });
});
