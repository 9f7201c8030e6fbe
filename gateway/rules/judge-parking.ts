import type { Track } from '@lamppost/detectors';
import { hasFootInZone } from '../zones/is-in-zone.js';
import type { CameraLook } from './camera-look.js';
import type { Finding } from './finding.js';
import type { Judgement } from './judgement.js';
import { dropEnded, findOpen, joinOpen } from './join-open.js';
import type { ParkingRule } from './document/parking-rule.js';
import type { Zone } from './document/zone.js';
import type { RuleState } from './rule-state.js';

/**
 * Judges one look by a parking rule: a vehicle that has stood in the zone for as long as the rule says (T) is found once.
 *
 * The dwell begins with the first sighting of the vehicle in the place where it then stands, so it never holds time before the vehicle was
 * there. It is found by the first look that sees it there at T or later and by which it was seen for `minCoverage` of the dwell: within one
 * look after T while it is in sight, and else as soon as it is in sight again and enough of the dwell was seen. A vehicle that is known to
 * have left ends its violation at once; what stops there next is judged anew. One that is lost from sight may come back under a new track
 * within a minute and joins its violation.
 */
export function judgeParking(rule: ParkingRule, zone: Zone, state: RuleState, look: CameraLook): Judgement {
  const gone = new Set(look.tracks.filter(({ hasLeft }) => hasLeft === true).map(keyOf));
  const followed = new Set(look.tracks.map(keyOf));
  const visible = new Set(look.tracks.filter((track) => track.visible).map(keyOf));
  let open = dropEnded(
    state.open.filter(({ key }) => !gone.has(key)),
    look.atMs,
    rule.endsAfterSeconds * 1000,
    followed,
  );
  const findings: Finding[] = [];
  for (const track of look.tracks) {
    const stand = standing(track, rule, zone);
    if (stand === null) continue;
    const dwellMs = look.atMs - stand.sinceMs;
    const coverage = dwellMs <= 0 ? 0 : Math.min(1, track.observedMs / dwellMs);
    const index = findOpen(open, { key: stand.key, box: track.anchorBox, atMs: look.atMs }, visible);
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

function keyOf({ trackId }: Track): string {
  return `track-${trackId}`;
}

/** The track as a vehicle that stands in the zone and is seen now; null when it is not one. */
function standing(track: Track, rule: ParkingRule, zone: Zone): { key: string; sinceMs: number } | null {
  if (!track.visible || track.stationarySinceMs === null) return null;
  if (!rule.labels.some((label) => label === track.label)) return null;
  // The mean of where it was seen: the unrest of one box must not carry it over the zone's edge.
  if (!hasFootInZone(track.anchorBox, zone.polygon)) return null;
  return { key: keyOf(track), sinceMs: track.stationarySinceMs };
}
