import { FACTORS, type SensorReading, type Violation, isValidReading } from '@lamppost/contracts';
import { singleConditions } from '../rules/document/fused-condition.js';
import type { RuleDocument } from '../rules/document/rule-document.js';
import { listeningOf } from '../rules/listening.js';
import type { BoxTimeSeries } from '../time-series/time-series.js';

/** Readings of one factor in a package, at most: the newest. */
const MAX_READINGS = 10_000;
/** A condition that is met by readings may have been met this long before the violation was told. */
const CONDITION_BEFORE_MS = 3_600_000;

/** A reading as a package tells it. */
export interface EvidenceReading extends Pick<SensorReading, 'sensorId' | 'factor' | 'value' | 'flag' | 'marks'> {
  readonly atMs: number;
  readonly unit: string;
  readonly isValid: boolean;
}

/** Options of {@link evidenceReadings}. */
export interface EvidenceReadingsOptions {
  readonly document: RuleDocument;
  readonly series: Pick<BoxTimeSeries, 'query'>;
}

/** The readings that a violation was judged by, oldest first: those of a dust rule, and those by which a condition of another source was met. */
export function evidenceReadings(
  violation: Violation,
  { document, series }: EvidenceReadingsOptions,
): EvidenceReading[] {
  const rule = document.rules.find(({ id }) => id === violation.ruleId);
  if (rule === undefined) return [];
  const { startedAtMs, triggeredAtMs, explanation, matter } = violation;
  const units = new Set(explanation.map(({ unit }) => unit));
  return listeningOf(rule, null, singleConditions(rule.with))
    .windows.filter(({ factor }) => matter === 'dust' || units.has(FACTORS[factor].unit))
    .flatMap(({ sensorId, factor, spanMs }) => {
      const beforeMs = matter === 'dust' ? 0 : spanMs + CONDITION_BEFORE_MS;
      const fromMs = Math.max(0, startedAtMs - beforeMs);
      return series.query(sensorId, factor, fromMs, triggeredAtMs + 1, MAX_READINGS).map(toEvidence);
    })
    .sort((a, b) => a.atMs - b.atMs);
}

function toEvidence(reading: SensorReading): EvidenceReading {
  const { sensorId, factor, measuredAtMs: atMs, value, flag, marks } = reading;
  const { unit } = FACTORS[factor];
  const marked = marks === undefined ? {} : { marks };
  return { sensorId, factor, atMs, value, unit, flag, ...marked, isValid: isValidReading(reading) };
}
