import { hasFootInZone } from '../zones/is-in-zone.js';
import type { CameraLook } from './camera-look.js';
import type { Finding, Judgement } from './finding.js';
import { dropEnded, findOpen, joinOpen } from './join-open.js';
import type { BurningRule, Zone } from './rule-document.js';
import type { RuleState } from './rule-state.js';

/** Judges one look by a burning rule: a flame that has burnt in the zone for as long as the rule says. One zone has one fire at a time. */
export function judgeBurning(rule: BurningRule, zone: Zone, state: RuleState, look: CameraLook): Judgement {
  let open = dropEnded(state.open, look.atMs, rule.endsAfterSeconds * 1000);
  const findings: Finding[] = [];
  const key = `zone-${zone.id}`;
  for (const flame of look.flames) {
    if (!hasFootInZone(flame.box, zone.polygon)) continue;
    const burntMs = look.atMs - flame.burningSinceMs;
    const coverage = burntMs <= 0 ? 0 : Math.min(1, flame.observedMs / burntMs);
    const index = findOpen(open, { key, box: null, atMs: look.atMs });
    const isDue = burntMs >= rule.forSeconds * 1000 && coverage >= rule.minCoverage;
    if (index < 0 && !isDue) continue;
    open = joinOpen(open, index, { key, box: null, lastSeenAtMs: look.atMs });
    if (index >= 0) continue;
    findings.push({
      key,
      startedAtMs: flame.burningSinceMs,
      triggeredAtMs: look.atMs,
      observedCoverage: coverage,
      subject: { label: 'fire', box: flame.box, score: flame.score },
      explanation: [
        {
          condition: `flame by colour and flicker in zone ${zone.id}`,
          value: burntMs,
          limit: rule.forSeconds * 1000,
          unit: 'ms',
          sinceMs: flame.burningSinceMs,
        },
      ],
    });
  }
  return { state: { open: [...open], presence: null }, findings };
}
