import type { Track } from '@lamppost/detectors';
import { hasFootInZone } from '../zones/is-in-zone.js';
import type { CameraLook } from './camera-look.js';
import type { Finding, Judgement } from './finding.js';
import { dropEnded, findOpen, joinOpen } from './join-open.js';
import type { ParkingRule, Zone } from './rule-document.js';
import type { RuleState } from './rule-state.js';

/** Judges one look by a parking rule: a vehicle that has stood in the zone for as long as the rule says is found once. */
export function judgeParking(rule: ParkingRule, zone: Zone, state: RuleState, look: CameraLook): Judgement {
  let open = dropEnded(state.open, look.atMs, rule.endsAfterSeconds * 1000);
  const findings: Finding[] = [];
  for (const track of look.tracks) {
    const stand = standing(track, rule, zone);
    if (stand === null) continue;
    const dwellMs = look.atMs - stand.sinceMs;
    const coverage = dwellMs <= 0 ? 0 : Math.min(1, track.observedMs / dwellMs);
    const index = findOpen(open, { key: stand.key, box: track.anchorBox, atMs: look.atMs });
    const isDue = dwellMs >= rule.forSeconds * 1000 && coverage >= rule.minCoverage;
    if (index < 0 && !isDue) continue;
    open = joinOpen(open, index, { key: stand.key, box: track.anchorBox, lastSeenAtMs: look.atMs });
    if (index >= 0) continue;
    findings.push({
      key: stand.key,
      startedAtMs: stand.sinceMs,
      triggeredAtMs: look.atMs,
      observedCoverage: coverage,
      subject: { label: track.label, box: track.box, score: track.score },
      explanation: [
        {
          condition: `${track.label} stationary in zone ${zone.id}`,
          value: dwellMs,
          limit: rule.forSeconds * 1000,
          unit: 'ms',
          sinceMs: stand.sinceMs,
        },
      ],
    });
  }
  return { state: { open: [...open], presence: null }, findings };
}

/** The track as a vehicle that stands in the zone and is seen now; null when it is not one. */
function standing(track: Track, rule: ParkingRule, zone: Zone): { key: string; sinceMs: number } | null {
  if (!track.visible || track.stationarySinceMs === null) return null;
  if (!rule.labels.some((label) => label === track.label)) return null;
  if (!hasFootInZone(track.box, zone.polygon)) return null;
  return { key: `track-${track.trackId}`, sinceMs: track.stationarySinceMs };
}
