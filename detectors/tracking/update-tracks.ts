import type { Detection } from '../decoding/detection.js';
import { labelGroup } from '../decoding/label-groups.js';
import { associate } from './associate.js';
import { isPartInPlace } from './is-in-place.js';
import { isOver, missTrack } from './miss-track.js';
import { seeTrack, startTrack } from './see-track.js';
import type { Track } from './track.js';
import { trackLabel } from './track-label.js';
import { TRACKER_DEFAULTS } from './tracker-options.js';
import type { TrackerOptions } from './tracker-options.js';
import { emptyTracker } from './tracker-state.js';
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

function updateOf(state: TrackerState): TrackerUpdate {
  return { state, tracks: state.tracks.map((record) => describe(record, state.atMs)) };
}

/** Detections that begin tracks: those that are not the visible part of something known that stands there half hidden. */
function newcomers(unmatched: readonly Detection[], missed: readonly TrackRecord[]): Detection[] {
  const hidden = missed.filter(({ isStationary }) => isStationary);
  return unmatched.filter(
    ({ box, label }) =>
      !hidden.some(
        (record) => labelGroup(trackLabel(record)) === labelGroup(label) && isPartInPlace(box, record.anchor.box),
      ),
  );
}

/** Brings a state up to a time after a gap without looks: what moved is forgotten, and after too long a gap everything. */
function acrossGap(state: TrackerState, atMs: number, options: TrackerOptions): TrackerState {
  const gapMs = state.atMs === null ? 0 : Math.abs(atMs - state.atMs);
  if (gapMs > options.maxBlindMs) return { ...emptyTracker(), nextTrackId: state.nextTrackId, dropped: state.dropped };
  if (gapMs <= options.lookGapMs) return state;
  return { ...state, tracks: state.tracks.filter(({ isStationary }) => isStationary) };
}

/**
 * Follows objects from look to look. Pure: the same state and detections give the same result, and the state is plain JSON.
 *
 * An object that keeps its place is called standing, from the time it came there on. It is then bound to its place: it stays known while
 * something hides it (`keepStationaryMs`), and across a gap without looks (`maxBlindMs`), and what passes over it has a track of its own.
 *
 * @param state - what the last look left behind; {@link emptyTracker} before the first
 * @param atMs - capture time of the look; one that is not later than the last is left out, unless the clock was set back by far
 */
export function updateTracks(
  state: TrackerState,
  atMs: number,
  detections: readonly Detection[],
  options: Partial<TrackerOptions> = {},
): TrackerUpdate {
  const settings = { ...TRACKER_DEFAULTS, ...options };
  const before = acrossGap(state, atMs, settings);
  if (before.atMs !== null && atMs <= before.atMs) return updateOf(state);

  const { matches, unmatched } = associate(before.tracks, detections, atMs, settings);
  const missed = before.tracks.filter((record) => !matches.has(record));
  const sinceLastLookMs = before.atMs === null ? 0 : atMs - before.atMs;
  const seen = [...matches].map(([record, detection]) =>
    seeTrack(record, detection, { atMs, sinceLastLookMs }, settings),
  );

  const arrivals = newcomers(unmatched, missed);
  // Numbers begin with the time of the first look, so that they stay unique when the state is lost.
  const firstId = Math.max(before.nextTrackId, before.atMs === null ? atMs : 0);
  const started = arrivals
    .slice(0, Math.max(0, settings.maxTracks - seen.length))
    .map((detection, index) => startTrack(firstId + index, detection, atMs));

  const look = { atMs, blindMs: Math.max(0, sinceLastLookMs - settings.lookGapMs), detections, started };
  const present = [...seen, ...started];
  const alive = missed
    .map((record) => missTrack(record, look))
    .filter((record) => !isOver(record, present, atMs, settings))
    .sort((a, b) => b.lastSeenAtMs - a.lastSeenAtMs || a.trackId - b.trackId);
  const kept = alive.slice(0, settings.maxTracks - present.length);
  return updateOf({
    atMs,
    nextTrackId: firstId + started.length,
    tracks: [...kept, ...present].sort((a, b) => a.trackId - b.trackId),
    dropped: before.dropped + arrivals.length - started.length + alive.length - kept.length,
  });
}
