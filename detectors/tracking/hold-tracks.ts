import { holdTrack } from './see-track.js';
import { TRACKER_DEFAULTS } from './tracker-options.js';
import type { TrackerOptions } from './tracker-options.js';
import type { TrackerState } from './tracker-state.js';
import { type TrackerUpdate, updateOf } from './tracker-update.js';

/**
 * Carries a tracker over a frame in which nothing has moved since the last look: what stood in its place then stands there still, and its
 * dwell goes on as if it had been looked at. What was not seen by that look, or is not known to stand, is not seen now either. Pure, as
 * `updateTracks`.
 *
 * @param state - what the last look, or the last hold, left behind
 * @param atMs - capture time of the frame; one that is not later than the last is left out
 */
export function holdTracks(state: TrackerState, atMs: number, options: Partial<TrackerOptions> = {}): TrackerUpdate {
  const beforeMs = state.atMs;
  if (beforeMs === null || atMs <= beforeMs) return updateOf(state);
  const settings = { ...TRACKER_DEFAULTS, ...options };
  const look = { atMs, sinceLastLookMs: atMs - beforeMs };
  const tracks = state.tracks.map((track) =>
    track.isStationary && track.lastSeenAtMs === beforeMs ? holdTrack(track, look, settings) : track,
  );
  return updateOf({ ...state, atMs, tracks });
}
