import { hasFootInZone } from '../zones/is-in-zone.js';
import type { CameraLook } from './camera-look.js';
import type { RuleDocument } from './document/rule-document.js';

/**
 * Whether a camera must be looked at steadily: something is in one of its zones, or stood there and is hidden, or something seems to burn
 * anywhere. Also what has only just come counts: whether it stands shows later.
 */
export function isDwelling(document: RuleDocument, look: CameraLook): boolean {
  const { fires, smokes } = look.hazards;
  if (fires.length > 0 || smokes.length > 0) return true;
  const judged = new Set(document.rules.flatMap((rule) => (rule.matter === 'dust' ? [] : [rule.zone])));
  const zones = document.zones.filter((zone) => zone.camera === look.cameraId && judged.has(zone.id));
  return look.tracks.some(
    (track) =>
      (track.visible || track.stationarySinceMs !== null) &&
      zones.some((zone) => hasFootInZone(track.box, zone.polygon) || hasFootInZone(track.anchorBox, zone.polygon)),
  );
}
