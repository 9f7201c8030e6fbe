import type { Track } from '@lamppost/detectors';
import { hasFootInZone } from '../zones/is-in-zone.js';
import type { CameraLook } from './camera-look.js';
import type { Finding } from './finding.js';
import type { Judgement } from './judgement.js';
import { findOpen, joinOpen } from './join-open.js';
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
  let visible: Set<string> | null = null;
  const findings: Finding[] = [];
  for (const track of look.tracks) {
    if (!track.visible || track.stationarySinceMs === null) continue;
    const dwellMs = look.atMs - track.stationarySinceMs;
    const coverage = dwellMs <= 0 ? 0 : Math.min(1, track.observedMs / dwellMs);
    const isDue = dwellMs >= rule.forSeconds * 1000 && coverage >= rule.minCoverage;
    if (!isDue && open.length === 0) continue;
    if (!rule.labels.some((label) => label === track.label)) continue;
    // The mean of where it was seen: the unrest of one box must not carry it over the zone's edge.
    if (!hasFootInZone(track.anchorBox, zone.polygon)) continue;
    const key = keyOf(track);
    visible ??= new Set(open.filter((one) => trackOf(one, look)?.visible === true).map((one) => one.key));
    const index = findOpen(open, { key, box: track.anchorBox, atMs: look.atMs }, visible);
    if (index < 0 && !isDue) continue;
    open = joinOpen(open, index, { key, box: track.anchorBox, lastSeenAtMs: look.atMs });
    visible.add(key);
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
function stillOpen(rule: ParkingRule, open: OpenViolation[], look: CameraLook): OpenViolation[] {
  const endsAfterMs = rule.endsAfterSeconds * 1000;
  return open.filter((one) => {
    const track = trackOf(one, look);
    return track === undefined ? look.atMs - one.lastSeenAtMs < endsAfterMs : track.hasLeft !== true;
  });
}

const KEY = 'track-';

function keyOf({ trackId }: Track): string {
  return `${KEY}${trackId}`;
}

/** The track of a violation in a look; undefined when it is not followed any more. */
function trackOf({ key }: OpenViolation, { tracks }: CameraLook): Track | undefined {
  const trackId = Number(key.slice(KEY.length));
  return tracks.find((track) => track.trackId === trackId);
}
