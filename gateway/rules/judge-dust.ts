import type { WindowMean } from '../windows/window-mean.js';
import type { Judgement } from './finding.js';
import { type DustRule, limitUnit } from './document/dust-rule.js';
import type { RuleState } from './rule-state.js';

const KEY = 'mean';

/**
 * Judges the mean of a rule's window: above the limit it is found once, and ends when a full window comes back to the limit or below.
 * `mean` is null while the window holds too few valid readings: then nothing is judged, and nothing ends.
 */
export function judgeDust(rule: DustRule, state: RuleState, mean: WindowMean | null, atMs: number): Judgement {
  if (mean === null) return { state, findings: [] };
  if (mean.mean <= rule.limit) return { state: { open: [], presence: null }, findings: [] };
  const isOpen = state.open.length > 0;
  const next: RuleState = { open: [{ key: KEY, box: null, lastSeenAtMs: atMs }], presence: null };
  if (isOpen) return { state: next, findings: [] };
  return {
    state: next,
    findings: [
      {
        key: KEY,
        startedAtMs: mean.sinceMs,
        triggeredAtMs: atMs,
        observedCoverage: Math.min(1, mean.validShare),
        subject: null,
        explanation: [
          {
            condition: `mean of ${rule.factor} over ${rule.windowSeconds} s at ${rule.sensor}`,
            value: Math.round(mean.mean * 10) / 10,
            limit: rule.limit,
            unit: limitUnit(rule),
            sinceMs: mean.sinceMs,
          },
        ],
      },
    ],
  };
}
