import type { Track } from '@lamppost/detectors';
import type { LiveMessage, LiveTrack, LiveZone } from '../console-shapes/live.js';
import type { CameraLook } from '../rules/camera-look.js';
import type { RuleDocument } from '../rules/document/rule-document.js';
import { hasFootInZone } from '../zones/is-in-zone.js';

/** The zones of a camera, with what is judged in each. */
export function liveZones(cameraId: string, { zones, rules }: RuleDocument): LiveZone[] {
  return zones
    .filter(({ camera }) => camera === cameraId)
    .map(({ id, name, polygon }) => ({
      ...{ id, name, polygon },
      rules: rules
        .filter((rule) => 'zone' in rule && rule.zone === id)
        .map((rule) => ({ id: rule.id, matter: rule.matter })),
    }));
}

/** The zone that a standing vehicle stands in, and when the strictest parking rule there is met. */
function dueOf(track: Track, cameraId: string, { zones, rules }: RuleDocument): LiveTrack['due'] {
  const since = track.stationarySinceMs;
  if (since === null) return null;
  let first: LiveTrack['due'] = null;
  for (const zone of zones) {
    if (zone.camera !== cameraId || !hasFootInZone(track.anchorBox, zone.polygon)) continue;
    for (const rule of rules) {
      if (rule.matter !== 'parking' || rule.zone !== zone.id) continue;
      if (!rule.labels.some((label) => label === track.label)) continue;
      const atMs = since + rule.forSeconds * 1000;
      if (first === null || atMs < first.atMs) first = { zoneId: zone.id, ruleId: rule.id, atMs };
    }
  }
  return first;
}

/** What a look showed, for those who watch. `openKeys` are what violations that go on hang on. */
export function liveLook(
  { cameraId, atMs, tracks, hazards }: CameraLook,
  document: RuleDocument,
  openKeys: ReadonlySet<string>,
): Extract<LiveMessage, { kind: 'look' }> {
  return {
    kind: 'look',
    atMs,
    tracks: tracks
      .filter(({ hasLeft }) => hasLeft !== true)
      .map((track) => ({
        trackId: track.trackId,
        label: track.label,
        box: track.box,
        isVisible: track.visible,
        standingSinceMs: track.stationarySinceMs,
        due: dueOf(track, cameraId, document),
        isOpen: openKeys.has(`track-${track.trackId}`),
      })),
    fires: hazards.fires.map(({ box }) => box),
    smokes: hazards.smokes.map(({ box }) => box),
  };
}
