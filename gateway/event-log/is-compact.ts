import { type Detection, type ForegroundObject, LABELS, type Track } from '@lamppost/detectors';
import type { CameraLook } from '../rules/camera-look.js';
import { AREA_STEPS, SCORE_STEPS, isBoxOnSteps, isOnStep } from './grain.js';
import { TRACK_FIELDS } from './track-layout.js';

const OBJECT_FIELDS = 4;
const DETECTION_FIELDS = 4;
const LOOK_FIELDS = 5;

function isTime(value: number): boolean {
  return Number.isSafeInteger(value) && value >= 0 && !Object.is(value, -0);
}

function isTrackCompact(track: Track): boolean {
  const { trackId, box, score, firstSeenAtMs, lastSeenAtMs, stationarySinceMs, anchorBox, observedMs, hasLeft } = track;
  return (
    Object.keys(track).length === TRACK_FIELDS + ('hasLeft' in track ? 1 : 0) &&
    ('hasLeft' in track ? typeof hasLeft === 'boolean' : true) &&
    [trackId, firstSeenAtMs, lastSeenAtMs, stationarySinceMs ?? 0, observedMs].every(isTime) &&
    isOnStep(score, SCORE_STEPS) &&
    isBoxOnSteps(box) &&
    isBoxOnSteps(anchorBox)
  );
}

function isObjectCompact(object: ForegroundObject): boolean {
  const { box, sinceMs, area, stability } = object;
  return (
    Object.keys(object).length === OBJECT_FIELDS &&
    isTime(sinceMs) &&
    isOnStep(area, AREA_STEPS) &&
    isOnStep(stability, SCORE_STEPS) &&
    isBoxOnSteps(box)
  );
}

function isDetectionCompact(detection: Detection): boolean {
  const { label, classId, score, box } = detection;
  return (
    Object.keys(detection).length === DETECTION_FIELDS &&
    LABELS[classId] === label &&
    isOnStep(score, SCORE_STEPS) &&
    isBoxOnSteps(box)
  );
}

/**
 * Whether a look can be written in few bytes and come back the same, bit for bit. One that can't, as one that was not rounded or has a field
 * that is not known here, is written as JSON.
 */
export function isCompact(look: CameraLook, detections: readonly Detection[] | null): boolean {
  const { atMs, tracks, objects, furniture } = look;
  const ids = new Set(tracks.map(({ trackId }) => trackId));
  return (
    Object.keys(look).length === LOOK_FIELDS + ('furniture' in look ? 1 : 0) &&
    ('furniture' in look ? furniture?.every((id) => ids.has(id)) === true : true) &&
    ids.size === tracks.length &&
    isTime(atMs) &&
    tracks.every(isTrackCompact) &&
    objects.every(isObjectCompact) &&
    (detections ?? []).every(isDetectionCompact)
  );
}
