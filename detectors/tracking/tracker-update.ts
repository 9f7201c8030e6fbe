import type { Track } from './track.js';
import { trackLabel } from './track-label.js';
import type { TrackRecord, TrackerState } from './tracker-state.js';

/** State after a look, and all tracks as they then stand. */
export interface TrackerUpdate {
  readonly state: TrackerState;
  readonly tracks: readonly Track[];
}

function describe(record: TrackRecord, atMs: number | null): Track {
  const { trackId, box, firstSeenAtMs, lastSeenAtMs, anchor, isStationary } = record;
  return {
    trackId,
    label: trackLabel(record),
    box,
    score: record.scoreSum / record.sightings,
    firstSeenAtMs,
    lastSeenAtMs,
    stationarySinceMs: isStationary ? anchor.sinceMs : null,
    anchorBox: anchor.box,
    observedMs: isStationary ? anchor.observedMs : 0,
    visible: lastSeenAtMs === atMs,
  };
}

/** Tracks in the order of their numbers; those that ended with this look because they left are told of once more. */
export function updateOf(state: TrackerState, left: readonly TrackRecord[] = []): TrackerUpdate {
  const gone = left.map((record) => ({ ...describe(record, state.atMs), hasLeft: true }));
  return { state, tracks: [...state.tracks.map((record) => describe(record, state.atMs)), ...gone] };
}
