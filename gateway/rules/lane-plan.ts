import type { Factor } from '@lamppost/contracts';
import type { SingleCondition } from './document/fused-condition.js';
import type { Rule } from './document/rule.js';
import type { VendingPoint } from './document/vending-point.js';
import type { Zone } from './document/zone.js';
import type { Listening } from './listening.js';

/** A rule with all that it is judged by. */
export interface PlannedRule {
  readonly rule: Rule;
  /** Null for a rule that watches a sensor. */
  readonly zone: Zone | null;
  /** Where stalls are allowed on the zone's camera; none where the zone's tier allows none. */
  readonly vendingPoints: readonly VendingPoint[];
  /** Conditions of other sources, those of each `anyOf` one by one. */
  readonly conditions: readonly SingleCondition[];
  readonly listening: Listening;
}

/** Rules that read the same sources, or wait for one another: they are judged in one order of events. */
export interface LanePlan {
  readonly id: string;
  /** Place of each source in the lane. */
  readonly placeOf: ReadonlyMap<string, number>;
  /** How long the lane waits for what is older. */
  readonly toleranceMs: number;
  /** Those that others wait for come first. */
  readonly rules: readonly PlannedRule[];
  /** Places of the rules that judge looks of a camera, or hear of them beside their own source, by camera, */
  readonly looks: ReadonlyMap<string, readonly number[]>;
  /** and the same for readings, by sensor and factor. */
  readonly factors: ReadonlyMap<string, ReadonlyMap<Factor, readonly number[]>>;
  /** Cameras of which looks are judged; of the others it is only noted what they show. */
  readonly judged: ReadonlySet<string>;
}
