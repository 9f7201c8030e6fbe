import type { Matter } from '@lamppost/contracts';
import type { EngineState } from './engine-state.js';
import type { RulePlan } from './rule-plan.js';

/** A violation that goes on. */
export interface OngoingViolation {
  readonly ruleId: string;
  readonly matter: Matter;
  /** Camera or sensor that shows it. */
  readonly sourceId: string;
  readonly zoneId: string | null;
  /** What it hangs on: a track, a place, or the zone as a whole. */
  readonly key: string;
  readonly lastSeenAtMs: number;
}

/** All violations that were found and have not ended. */
export function openViolations(plan: RulePlan, state: EngineState): OngoingViolation[] {
  return plan.lanes.flatMap((lane, index) =>
    lane.rules.flatMap(({ rule, zone }, place) =>
      (state.lanes[index]?.rules[place]?.open ?? []).map(({ key, lastSeenAtMs }) => ({
        ruleId: rule.id,
        matter: rule.matter,
        sourceId: rule.matter === 'dust' ? rule.sensor : (zone?.camera ?? ''),
        zoneId: zone?.id ?? null,
        ...{ key, lastSeenAtMs },
      })),
    ),
  );
}
