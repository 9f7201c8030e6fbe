import type { Condition } from '@lamppost/contracts';
import { type LocalClock, dayWindow } from '../windows/day-window.js';
import type { SensorWindow } from '../windows/sensor-window.js';
import { type WindowMean, windowMean } from '../windows/window-mean.js';
import { type DustRule, limitUnit } from './document/dust-rule.js';
import { joinOpen } from './join-open.js';
import type { Judgement } from './judgement.js';
import type { CountedWindows, RuleState } from './rule-state.js';

/** Optical instruments take droplets for dust above this humidity; the readings are marked where they are taken. */
const HUMID_PERCENT = 90;
const KEY = 'mean';
const DAY_KEY = 'day';

/** What a dust rule is judged by, besides its own state. */
export interface DustFacts {
  /** Window of a sensor's factor; null when no rule reads it. */
  readonly windowOf: (sensorId: string, factor: DustRule['factor']) => SensorWindow | null;
  readonly localTime: LocalClock;
  /** What was measured before then counts for nothing: the rule's schedule did not hold. */
  readonly sinceMs: number;
}

/** A mean, and the limit that it is held against. */
interface Level {
  readonly mean: WindowMean;
  readonly limit: number;
  readonly baseline: { readonly mean: number; readonly counted: number; readonly monitors: number } | null;
}

/**
 * Judges a dust rule at a reading of its sensor. Above the limit it is found once, and ends when a full window comes back to the limit or
 * below. A window that holds too few valid readings says nothing, and ends nothing.
 */
export function judgeDust(rule: DustRule, state: RuleState, atMs: number, facts: DustFacts): Judgement {
  return rule.windows === 'sliding' && rule.maxPerDay === 0
    ? judgeSliding(rule, state, atMs, facts)
    : judgeDay(rule, state, atMs, facts);
}

function judgeSliding(rule: DustRule, state: RuleState, atMs: number, facts: DustFacts): Judgement {
  const level = levelAt(rule, atMs, facts);
  if (level === null) return { state, findings: [] };
  const isOpen = state.open.length > 0;
  if (level.mean.mean <= level.limit) return { state: isOpen ? { ...state, open: [] } : state, findings: [] };
  const open = [...joinOpen(state.open, isOpen ? 0 : -1, { key: KEY, box: null, lastSeenAtMs: atMs })];
  if (isOpen) return { state: { ...state, open }, findings: [] };
  return { state: { ...state, open }, findings: [finding(rule, KEY, atMs, level, [])] };
}

/** Judges whole windows of the day, each once it is over: told by the first reading after it. */
function judgeDay(rule: DustRule, state: RuleState, atMs: number, facts: DustFacts): Judgement {
  const windowMs = rule.windowSeconds * 1000;
  const now = dayWindow(atMs, windowMs, facts.localTime);
  const before: CountedWindows = state.counted ?? { window: now, day: now.day, above: [] };
  // Between the window of the last reading and this one there are none with readings.
  const { window: last } = before;
  if (now.endMs <= last.endMs) return { state: { ...state, counted: before }, findings: [] };
  // What was allowed yesterday is counted anew today.
  const isSameDay = last.day === before.day;
  const open = isSameDay ? state.open : [];
  const level = levelAt(rule, last.endMs, facts);
  const isAbove = level !== null && level.mean.mean > level.limit;
  const above = [
    ...(isSameDay ? before.above : []),
    ...(isAbove ? [{ endMs: last.endMs, mean: level.mean.mean }] : []),
  ];
  const counted: CountedWindows = { window: now, day: last.day, above };
  if (!isAbove || above.length <= rule.maxPerDay) {
    const isOver = level !== null && !isAbove && rule.maxPerDay === 0;
    return { state: { ...state, counted, open: isOver ? [] : open }, findings: [] };
  }
  const isOpen = open.length > 0;
  const joined = [...joinOpen(open, isOpen ? 0 : -1, { key: DAY_KEY, box: null, lastSeenAtMs: last.endMs })];
  const found = isOpen ? [] : [finding(rule, DAY_KEY, last.endMs, level, countCondition(rule, counted, windowMs))];
  return { state: { ...state, counted, open: joined }, findings: found };
}

function countCondition(rule: DustRule, { above, day }: CountedWindows, windowMs: number): Condition[] {
  if (rule.maxPerDay === 0) return [];
  const sinceMs = (above[0]?.endMs ?? windowMs) - windowMs;
  const condition = `windows of ${rule.windowSeconds} s above the limit on ${day}`;
  return [{ condition, value: above.length, limit: rule.maxPerDay, unit: 'count', sinceMs }];
}

/** Null when too little is known of the window, or of a baseline that is needed. */
function levelAt(rule: DustRule, endMs: number, { windowOf, sinceMs }: DustFacts): Level | null {
  const windowMs = rule.windowSeconds * 1000;
  if (endMs - windowMs < sinceMs) return null;
  const meanOf = (sensorId: string): WindowMean | null => {
    const window = windowOf(sensorId, rule.factor);
    return window === null ? null : windowMean(window, endMs, windowMs, { minCapture: rule.minCapture });
  };
  const mean = meanOf(rule.sensor);
  if (mean === null) return null;
  if (rule.baseline === null) return { mean, limit: rule.limit, baseline: null };
  const others = rule.baseline.sensors.flatMap((sensor) => meanOf(sensor)?.mean ?? []);
  if (others.length === 0) return null;
  const area = others.reduce((sum, value) => sum + value, 0) / others.length;
  const counted = Math.min(area, rule.baseline.cap ?? Infinity);
  return { mean, limit: counted + rule.limit, baseline: { mean: area, counted, monitors: others.length } };
}

function finding(
  rule: DustRule,
  key: string,
  atMs: number,
  { mean, limit, baseline }: Level,
  more: readonly Condition[],
): Judgement['findings'][number] {
  const { sinceMs } = mean;
  const unit = limitUnit(rule);
  const explanation: Condition[] = [
    {
      condition: `mean of ${rule.factor} over ${rule.windowSeconds} s at ${rule.sensor}`,
      value: rounded(mean.mean),
      limit: rounded(limit),
      unit,
      sinceMs,
    },
    ...more,
  ];
  if (baseline !== null && rule.baseline !== null) {
    const cap = rule.baseline.cap === null ? '' : `, counted up to ${rule.baseline.cap}`;
    explanation.push({
      condition: `limit is ${rule.limit} above the mean of ${baseline.monitors} monitors (${rule.baseline.of})${cap}`,
      value: rounded(baseline.mean),
      limit: null,
      unit,
      sinceMs,
    });
  }
  if (rule.phase !== null) explanation.push(note(`limit for the phase ${rule.phase}`, sinceMs));
  if (mean.humid > 0)
    explanation.push({
      condition: `${mean.humid} of ${mean.count} readings taken above ${HUMID_PERCENT} %RH: an optical monitor may read too high`,
      value: rounded(mean.humid / mean.count),
      limit: null,
      unit: 'fraction',
      sinceMs,
    });
  return {
    key,
    startedAtMs: Math.min(sinceMs, ...more.map((condition) => condition.sinceMs)),
    triggeredAtMs: atMs,
    observedCoverage: Math.min(1, mean.validShare),
    subject: null,
    explanation,
  };
}

function note(condition: string, sinceMs: number): Condition {
  return { condition, value: null, limit: null, unit: null, sinceMs };
}

function rounded(value: number): number {
  return Math.round(value * 10) / 10;
}
