import type { Condition } from '@lamppost/contracts';
import type { FireRegion, SmokeRegion } from '@lamppost/detectors';
import type { Finding } from './finding.js';
import { riseLimit } from './note-rise.js';
import type { BurningRule } from './document/burning-rule.js';
import type { Zone } from './document/zone.js';
import type { RuleState } from './rule-state.js';

/** Smoke that grew by fewer cells than this may have done so by the grain of the grid. */
const MIN_GROWN_CELLS = 3;

/** A region in the zone, and what to weigh it by. */
export interface BurningCase {
  readonly rule: BurningRule;
  readonly zone: Zone;
  readonly atMs: number;
  /** The last rise of dust that was high enough. */
  readonly rise: RuleState['rise'];
}

type Evidence = Pick<Finding, 'startedAtMs' | 'observedCoverage' | 'subject' | 'explanation'>;
type Region = FireRegion | SmokeRegion;

/** Fire that has lasted for as long as the rule says, with what shows it; null when it has not. */
export function fireEvidence(fire: FireRegion, { rule, zone, atMs }: BurningCase): Evidence | null {
  if (!hasLasted(fire, rule, atMs) || fire.score < rule.minScore) return null;
  const score = condition('mean score of the fire', fire.score, rule.minScore, 'fraction', fire.sinceMs);
  return evidence('fire', fire, { rule, zone, atMs }, [score]);
}

/** Smoke that has lasted for as long as the rule says and has what makes it more than smoke; null when it has not. */
export function smokeEvidence(smoke: SmokeRegion, given: BurningCase): Evidence | null {
  if (!hasLasted(smoke, given.rule, given.atMs)) return null;
  const more = fireSigns(smoke, given) ?? dustRise(given) ?? newGrowth(smoke, given);
  return more === null ? null : evidence('smoke', smoke, given, more);
}

function hasLasted(region: Region, rule: BurningRule, atMs: number): boolean {
  return atMs - region.sinceMs >= rule.forSeconds * 1000 && coverageOf(region, atMs) >= rule.minCoverage;
}

function coverageOf({ sinceMs, observedMs }: Region, atMs: number): number {
  return atMs <= sinceMs ? 0 : Math.min(1, observedMs / (atMs - sinceMs));
}

function fireSigns({ fireSigns: { seen, of }, sinceMs }: SmokeRegion, { rule }: BurningCase): Condition[] | null {
  if (rule.smoke === null || seen === 0 || seen / of < rule.smoke.minSignShare) return null;
  const words = `signs of fire at the smoke in ${seen} of ${of} looks`;
  return [condition(words, seen / of, rule.smoke.minSignShare, 'fraction', sinceMs)];
}

function dustRise({ rule: { dust }, rise, atMs }: BurningCase): Condition[] | null {
  if (dust === null || rise === undefined || Math.abs(atMs - rise.atMs) > dust.withinSeconds * 1000) return null;
  const words = `${dust.factor} at ${dust.sensor} rose from ${rounded(rise.from)} to ${rounded(rise.to)}`;
  return [condition(words, rounded(rise.to), rounded(riseLimit(dust, rise.from)), 'ug/m3', rise.sinceMs)];
}

function newGrowth({ background, growth, sinceMs }: SmokeRegion, { rule: { smoke } }: BurningCase): Condition[] | null {
  if (smoke === null || background === null || background > smoke.maxBackground || growth === null) return null;
  const { fromCells, toCells } = growth;
  const times = toCells / fromCells;
  if (times < smoke.minGrowth || toCells - fromCells < MIN_GROWN_CELLS) return null;
  const words = `smoke grown from ${Math.round(fromCells)} to ${Math.round(toCells)} cells`;
  return [
    condition('smoke not seen in the background', background, smoke.maxBackground, 'fraction', sinceMs),
    condition(words, rounded(times), smoke.minGrowth, 'times', growth.sinceMs),
  ];
}

function evidence(
  label: 'fire' | 'smoke',
  region: Region,
  { rule, zone, atMs }: Pick<BurningCase, 'rule' | 'zone' | 'atMs'>,
  more: readonly Condition[],
): Evidence {
  const { box, score, sinceMs, looks } = region;
  const words = `${label} in ${looks.seen} of ${looks.of} looks in zone ${zone.id}`;
  return {
    startedAtMs: sinceMs,
    observedCoverage: coverageOf(region, atMs),
    subject: { label, box, score },
    explanation: [condition(words, atMs - sinceMs, rule.forSeconds * 1000, 'ms', sinceMs), ...more],
  };
}

function condition(words: string, value: number, limit: number, unit: string, sinceMs: number): Condition {
  return { condition: words, value, limit, unit, sinceMs };
}

/** To a tenth: readings are not known better. */
function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
