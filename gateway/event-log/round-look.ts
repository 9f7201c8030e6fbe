import type { Detection } from '@lamppost/detectors';
import type { CameraLook } from '../rules/camera-look.js';
import { AREA_STEPS, SCORE_STEPS, boxOnSteps, toStep } from './grain.js';

/**
 * Rounds a look to the grain that the event log keeps. The rules are given the rounded look and the log records it: so a backtest judges
 * bit for bit what the gateway judged.
 */
export function roundLook(look: CameraLook): CameraLook {
  return {
    ...look,
    tracks: look.tracks.map((track) => ({
      ...track,
      box: boxOnSteps(track.box),
      score: toStep(track.score, SCORE_STEPS),
      anchorBox: boxOnSteps(track.anchorBox),
    })),
    objects: look.objects.map((object) => ({
      ...object,
      box: boxOnSteps(object.box),
      area: toStep(object.area, AREA_STEPS),
      stability: toStep(object.stability, SCORE_STEPS),
    })),
  };
}

/** Rounds detections to the same grain. */
export function roundDetections(detections: readonly Detection[]): readonly Detection[] {
  return detections.map((detection) => ({
    ...detection,
    score: toStep(detection.score, SCORE_STEPS),
    box: boxOnSteps(detection.box),
  }));
}
