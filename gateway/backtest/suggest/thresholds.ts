import type { Rule } from '../../rules/document/rule.js';

/** A number in a rule that decides how easily it finds. */
export interface Threshold {
  readonly name: string;
  /** Null where a rule has no such number. */
  read(rule: Rule): number | null;
  write(rule: Rule, value: number): Rule;
  /** Values to try beside the one that the rule has. */
  tries(current: number): readonly number[];
  /** A value between two others that a rule can have. */
  round(value: number): number;
}

const FACTORS = [0.25, 0.5, 0.75, 1.25, 1.5, 2, 3, 4, 6, 8];
const SHARES = [0, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];
const COUNTS = [0, 1, 2, 3, 5, 8, 12];
const LONGEST_SECONDS = 86_400;
/** Burning rules: longer than this, and a fire becomes background. */
const LONGEST_FIRE_SECONDS = 3_600;
const SHARE_STEPS = 100;

const inSteps = (value: number) => Math.round(value * SHARE_STEPS) / SHARE_STEPS;
const threeDigits = (value: number) => Number(value.toPrecision(3));
const wholeSeconds = (value: number) => Math.max(1, Math.round(value));

/** A share that some rules have under the same name. */
function shareNamed(name: 'minCoverage' | 'minScore' | 'minGoodsScore' | 'minCapture'): Threshold {
  return {
    name,
    read: (rule) => (name in rule ? ((rule as Partial<Record<typeof name, number>>)[name] ?? null) : null),
    write: (rule, value) => ({ ...rule, [name]: value }),
    tries: () => SHARES,
    round: inSteps,
  };
}

/** The thresholds that rules have. */
export const THRESHOLDS: readonly Threshold[] = [
  {
    name: 'forSeconds',
    read: (rule) => (rule.matter === 'dust' ? null : rule.forSeconds),
    write: (rule, value) => {
      if (rule.matter === 'dust') return rule;
      const longest = rule.matter === 'burning' ? LONGEST_FIRE_SECONDS : LONGEST_SECONDS;
      return { ...rule, forSeconds: Math.min(longest, value) };
    },
    tries: (current) => FACTORS.map((factor) => wholeSeconds(current * factor)),
    round: wholeSeconds,
  },
  shareNamed('minCoverage'),
  shareNamed('minScore'),
  shareNamed('minGoodsScore'),
  {
    name: 'leastPeople',
    read: (rule) => (rule.matter === 'stall' ? rule.leastPeople : null),
    write: (rule, value) => (rule.matter === 'stall' ? { ...rule, leastPeople: value } : rule),
    tries: () => [1, 2, 3, 4, 5],
    round: wholeSeconds,
  },
  {
    name: 'limit',
    read: (rule) => (rule.matter === 'dust' ? rule.limit : null),
    write: (rule, value) => (rule.matter === 'dust' ? { ...rule, limit: value } : rule),
    tries: (current) => FACTORS.map((factor) => threeDigits(current * factor)),
    round: threeDigits,
  },
  {
    name: 'maxPerDay',
    // Sliding windows overlap: only whole ones are counted.
    read: (rule) => (rule.matter === 'dust' && rule.windows === 'tumbling' ? rule.maxPerDay : null),
    write: (rule, value) => (rule.matter === 'dust' ? { ...rule, maxPerDay: value } : rule),
    tries: () => COUNTS,
    round: Math.round,
  },
  shareNamed('minCapture'),
];
