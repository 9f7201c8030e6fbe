import type { Track } from '@lamppost/detectors';
import { hasFootInZone } from '../zones/is-in-zone.js';
import type { CameraLook } from './camera-look.js';
import type { Finding } from './finding.js';
import type { Judgement } from './judgement.js';
import { dropEnded, findOpen, joinOpen } from './join-open.js';
import type { ParkingRule } from './document/parking-rule.js';
import type { Zone } from './document/zone.js';
import type { OpenViolation, RuleState } from './rule-state.js';

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
  let open: readonly OpenViolation[] = state.open.length === 0 ? state.open : stillOpen(rule, state.open, look);
  let visible: ReadonlySet<string> | null = null;
  const findings: Finding[] = [];
  for (const track of look.tracks) {
    if (!track.visible || track.stationarySinceMs === null) continue;
    if (!rule.labels.some((label) => label === track.label)) continue;
    const dwellMs = look.atMs - track.stationarySinceMs;
    const coverage = dwellMs <= 0 ? 0 : Math.min(1, track.observedMs / dwellMs);
    const isDue = dwellMs >= rule.forSeconds * 1000 && coverage >= rule.minCoverage;
    if (!isDue && open.length === 0) continue;
    // The mean of where it was seen: the unrest of one box must not carry it over the zone's edge.
    if (!hasFootInZone(track.anchorBox, zone.polygon)) continue;
    const key = keyOf(track);
    visible ??= new Set(look.tracks.filter((one) => one.visible).map(keyOf));
    const index = findOpen(open, { key, box: track.anchorBox, atMs: look.atMs }, visible);
    if (index < 0 && !isDue) continue;
    open = joinOpen(open, index, { key, box: track.anchorBox, lastSeenAtMs: look.atMs });
    if (index >= 0) continue;
    findings.push({
      key,
      startedAtMs: track.stationarySinceMs,
      triggeredAtMs: look.atMs,
      observedCoverage: coverage,
      subject: { label: track.label, box: track.box, score: track.score },
      explanation: [
        {
          condition: `${track.label} stationary in zone ${zone.id}`,
          value: dwellMs,
          limit: rule.forSeconds * 1000,
          unit: 'ms',
          sinceMs: track.stationarySinceMs,
        },
      ],
    });
  }
  if (open.length === 0 && state.open.length === 0 && state.presence === null) return { state, findings };
  return { state: { open: [...open], presence: null }, findings };
}

/** The violations that go on in a look. */
function stillOpen(rule: ParkingRule, open: OpenViolation[], { tracks, atMs }: CameraLook): OpenViolation[] {
  const gone = new Set(tracks.filter(({ hasLeft }) => hasLeft === true).map(keyOf));
  const followed = new Set(tracks.map(keyOf));
  const going = open.filter(({ key }) => !gone.has(key));
  return [...dropEnded(going, atMs, rule.endsAfterSeconds * 1000, followed)];
}

function keyOf({ trackId }: Track): string {
  return `track-${trackId}`;
}
