import { hasFootInZone } from '../zones/is-in-zone.js';
import type { CameraLook } from './camera-look.js';
import type { RuleDocument } from './document/rule-document.js';

/**
 * What stands in the zones that rules judge, or seems to burn anywhere; it decides how often the camera must be looked at. What has only
 * just come, what stood there and is hidden, and what burns is `settling`: it takes looks to tell what becomes of it. `settled` when all
 * that is in the zones stands there in sight.
 */
export function dwellOf(document: RuleDocument, look: CameraLook): 'none' | 'settling' | 'settled' {
  const { fires, smokes } = look.hazards;
  if (fires.length > 0 || smokes.length > 0) return 'settling';
  const judged = new Set(document.rules.flatMap((rule) => (rule.matter === 'dust' ? [] : [rule.zone])));
  const zones = document.zones.filter((zone) => zone.camera === look.cameraId && judged.has(zone.id));
  const present = look.tracks.filter(
    (track) =>
      (track.visible || track.stationarySinceMs !== null) &&
      zones.some((zone) => hasFootInZone(track.box, zone.polygon) || hasFootInZone(track.anchorBox, zone.polygon)),
  );
  if (present.length === 0) return 'none';
  return present.every(({ visible, stationarySinceMs }) => visible && stationarySinceMs !== null)
    ? 'settled'
    : 'settling';
}
