import type { Track } from '@lamppost/detectors';
import { hasFootInZone } from '../zones/is-in-zone.js';
import type { CameraLook } from './camera-look.js';
import type { Rule } from './document/rule.js';
import type { RuleDocument } from './document/rule-document.js';

/**
 * What stands in the zones and is of the kind that their rules judge, or seems to burn anywhere; it decides how often the camera must be
 * looked at. What has only just come, what stood there and is hidden, and what burns is `settling`: it takes looks to tell what becomes of
 * it. `settled` when all that is in the zones stands there in sight.
 */
export function dwellOf(document: RuleDocument, look: CameraLook): 'none' | 'settling' | 'settled' {
  const { fires, smokes } = look.hazards;
  if (fires.length > 0 || smokes.length > 0) return 'settling';
  const zones = document.zones
    .filter(({ camera }) => camera === look.cameraId)
    .map(({ id, polygon }) => ({
      polygon,
      rules: document.rules.filter((rule) => rule.matter !== 'dust' && rule.zone === id),
    }));
  const present = look.tracks.filter(
    (track) =>
      (track.visible || track.stationarySinceMs !== null) &&
      zones.some(
        ({ polygon, rules }) =>
          rules.some((rule) => isJudgedBy(rule, track)) &&
          (hasFootInZone(track.box, polygon) || hasFootInZone(track.anchorBox, polygon)),
      ),
  );
  if (present.length === 0) return 'none';
  return present.every(({ visible, stationarySinceMs }) => visible && stationarySinceMs !== null)
    ? 'settled'
    : 'settling';
}

/** Whether it matters to a rule that something stands: what is found of people and goods depends on one another. */
function isJudgedBy(rule: Rule, { label }: Track): boolean {
  switch (rule.matter) {
    case 'parking':
      return rule.labels.some((judged) => judged === label);
    case 'stall':
      return true;
    case 'burning':
    case 'dust':
      return false;
    default:
      return rule satisfies never;
  }
}
