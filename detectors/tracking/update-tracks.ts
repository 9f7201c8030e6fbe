import type { Detection } from '../decoding/detection.js';
import { labelGroup } from '../decoding/label-groups.js';
import { type SeenScene, associate } from './associate.js';
import { gridOf } from './box-grid.js';
import { isPartInPlace } from './is-in-place.js';
import { fateOf, missTrack, mayHaveLeft } from './miss-track.js';
import { seeTrack, startTrack } from './see-track.js';
import { trackLabel } from './track-label.js';
import { TRACKER_DEFAULTS } from './tracker-options.js';
import type { TrackerOptions } from './tracker-options.js';
import { emptyTracker } from './tracker-state.js';
import type { TrackRecord, TrackerState } from './tracker-state.js';
import { type TrackerUpdate, updateOf } from './tracker-update.js';

/** Detections that begin tracks: those that are not the visible part of something known that stands there half hidden. */
function newcomers(unmatched: readonly Detection[], missed: readonly TrackRecord[]): readonly Detection[] {
  const hidden = missed.filter(({ isStationary }) => isStationary);
  if (hidden.length === 0) return unmatched;
  return unmatched.filter(
    ({ box, label }) =>
      !hidden.some(
        (record) => isPartInPlace(box, record.anchor.box) && labelGroup(trackLabel(record)) === labelGroup(label),
      ),
  );
}

/** Begins tracks, and says which of them may be what stood beside them until now: the ID of the new track by that of the old. */
function startTracks(
  arrivals: readonly Detection[],
  unexplained: readonly TrackRecord[],
  firstId: number,
  atMs: number,
) {
  const leavers = new Map<number, number>();
  const started = arrivals.map((detection, index) => {
    const left = unexplained.find((track) => !leavers.has(track.trackId) && mayHaveLeft(track, detection, atMs));
    if (left !== undefined) leavers.set(left.trackId, firstId + index);
    return startTrack(firstId + index, detection, atMs, left);
  });
  return { started, leavers };
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
 * Dwell: an object that keeps its place is called standing, once it was seen there four times over `confirmMs`, from its first sighting
 * there on. It is then bound to its place: it stays known while something hides it (`keepStationaryMs`) and across a gap without looks, as in
 * a restart (`maxBlindMs`), and what passes over it has a track of its own. Its dwell ends when it is seen to leave, or is lost for too long;
 * what is hidden or goes unseen before it is known to stand begins anew. `observedMs` tells how much of the dwell was seen.
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

  const scene: SeenScene = { atMs, detections, grid: gridOf(detections.map(({ box }) => box)) };
  const { matches, unmatched } = associate(before.tracks, scene, settings);
  const sinceLastLookMs = before.atMs === null ? 0 : atMs - before.atMs;
  const seen: TrackRecord[] = [];
  const missed: TrackRecord[] = [];
  for (const record of before.tracks) {
    const detection = matches.get(record);
    if (detection === undefined) missed.push(record);
    else seen.push(seeTrack(record, detection, { atMs, sinceLastLookMs }, settings));
  }

  const arrivals = newcomers(unmatched, missed);
  const accepted = arrivals.slice(0, Math.max(0, settings.maxTracks - seen.length));
  // Numbers begin with the time of the first look, so that they stay unique when the state is lost.
  const firstId = Math.max(before.nextTrackId, before.atMs === null ? atMs : 0);
  const seenIds = new Set(seen.map(({ trackId }) => trackId));
  const unexplained = missed.filter(
    ({ isStationary, hasLeft, leftAs }) => isStationary && !hasLeft && (leftAs === null || !seenIds.has(leftAs)),
  );
  const { started, leavers } = startTracks(accepted, unexplained, firstId, atMs);

  const tracksNow = [...seen, ...started];
  const present = new Map(tracksNow.map((record) => [record.trackId, record]));
  const blindMs = Math.max(0, sinceLastLookMs - settings.lookGapMs);
  const left: TrackRecord[] = [];
  const alive: TrackRecord[] = [];
  for (const record of missed) {
    const leftAs = leavers.get(record.trackId) ?? null;
    const next = missTrack(record, { scene, blindMs, leftAs, present });
    const fate = fateOf(next, present, atMs, settings);
    if (fate === 'kept') alive.push(next);
    else if (fate === 'left') left.push(next);
  }
  alive.sort((a, b) => b.lastSeenAtMs - a.lastSeenAtMs || a.trackId - b.trackId);
  const kept = alive.slice(0, settings.maxTracks - tracksNow.length);
  const next = {
    atMs,
    nextTrackId: firstId + started.length,
    tracks: [...kept, ...tracksNow].sort((a, b) => a.trackId - b.trackId),
    dropped: before.dropped + arrivals.length - started.length + alive.length - kept.length,
  };
  return updateOf(next, left);
}
