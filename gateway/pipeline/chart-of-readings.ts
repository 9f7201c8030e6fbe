import { FACTORS, type Violation } from '@lamppost/contracts';
import { drawChart } from '../evidence/draw-chart.js';
import { lengthName, valueName, wallTime } from '../evidence/record-words.js';
import type { RuleDocument } from '../rules/document/rule-document.js';
import type { EvidenceReading } from './evidence-readings.js';

const MS_PER_SECOND = 1000;
/** Points of a chart, at most; of more, every so many-th is drawn. */
const MOST_POINTS = 600;

/** The window that a dust rule judged, with its limit, as PNG; null for a violation that was not measured. */
export async function chartOfReadings(
  violation: Violation,
  { document, readings }: { readonly document: RuleDocument; readonly readings: readonly EvidenceReading[] },
): Promise<Buffer | null> {
  const rule = document.rules.find(({ id }) => id === violation.ruleId);
  if (rule?.matter !== 'dust') return null;
  const { sensor, factor, windowSeconds } = rule;
  const toMs = violation.triggeredAtMs;
  const fromMs = toMs - windowSeconds * MS_PER_SECOND;
  const judged = readings.filter(
    (reading) => reading.sensorId === sensor && reading.factor === factor && reading.atMs >= fromMs,
  );
  if (judged.length === 0) return null;
  const every = Math.ceil(judged.length / MOST_POINTS);
  const [condition] = violation.explanation;
  return drawChart({
    title: `${FACTORS[factor].name} ${lengthName(windowSeconds * MS_PER_SECOND)}均值（监测点 ${sensor}）`,
    unit: valueName(0, FACTORS[factor].unit).slice(2),
    points: judged.filter((_, index) => index % every === 0),
    fromMs,
    toMs,
    mean: condition?.value ?? null,
    limit: condition?.limit ?? null,
    timeText: (atMs) => wallTime(atMs, document.timeZone).slice('2026-01-01 '.length),
  });
}
