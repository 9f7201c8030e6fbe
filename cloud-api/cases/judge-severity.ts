import type { Judgement, JudgementTerm, Matter } from '@lamppost/contracts';
import type { SeverityPoints } from './settings/desk-settings.js';

const MINUTE_MS = 60_000;

/** What a severity is judged by. */
export interface SeverityFacts {
  readonly matter: Matter;
  /** What the gateway's rule gives it, 1 to 5; the highest of all its violations. */
  readonly ruleSeverity: number;
  /** Tier of the zone; null when it has none. */
  readonly tier: 'banned' | 'controlled' | 'regulated' | null;
  /** From the beginning of the first violation to when the last was told. */
  readonly durationMs: number;
  /** Earlier cases of the same subject that a person confirmed. */
  readonly repeats: number;
  /** Sources beside the first that show it too. */
  readonly corroborations: number;
  /** What the record of the device leaves open, by name: `signagePosted`, `clock`, `chain`. */
  readonly deviceDoubts: readonly string[];
}

function pointsFrom(steps: SeverityPoints['minutes'], value: number): number {
  const reached = steps.filter(({ from }) => value >= from);
  return reached.reduce((best, step) => (step.from >= best.from ? step : best), { from: -1, points: 0 }).points;
}

/** Judges how grave a case is, and says by which points; terms that say nothing are left out. */
export function judgeSeverity(points: SeverityPoints, facts: SeverityFacts): Judgement {
  const minutes = Math.floor(facts.durationMs / MINUTE_MS);
  const all: JudgementTerm[] = [
    { term: 'rule', value: facts.ruleSeverity.toString(), points: facts.ruleSeverity },
    { term: 'matter', value: facts.matter, points: points.matter[facts.matter] },
    { term: 'tier', value: facts.tier ?? '', points: facts.tier === null ? 0 : points.tier[facts.tier] },
    { term: 'duration', value: `${minutes} min`, points: pointsFrom(points.minutes, minutes) },
    { term: 'repeats', value: facts.repeats.toString(), points: pointsFrom(points.repeats, facts.repeats) },
    {
      term: 'corroboration',
      value: facts.corroborations.toString(),
      points: pointsFrom(points.corroboration, facts.corroborations),
    },
    {
      term: 'device',
      value: facts.deviceDoubts.join(' '),
      points: facts.deviceDoubts.length * points.deviceDoubt,
    },
  ];
  const terms = all.filter((term) => term.points !== 0);
  const sum = terms.reduce((total, term) => total + term.points, 0);
  return { severity: Math.min(5, Math.max(1, Math.round(sum))), points: sum, terms };
}
