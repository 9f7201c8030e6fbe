import { FACTORS, type Factor } from '@lamppost/contracts';
import type { DustChart, DustFlag, DustPoint, DustRange } from '../console-shapes/dust.js';
import type { RuleDocument } from '../rules/document/rule-document.js';
import { type BoxTimeSeries, MAX_POINTS, type NotCounted, type SeriesPoint } from '../time-series/time-series.js';

const HOUR_MS = 3_600_000;
/** Length of each range, and of the spans that it is drawn in. */
const RANGES: Readonly<Record<DustRange, { readonly lengthMs: number; readonly spanMs: number }>> = {
  '1h': { lengthMs: HOUR_MS, spanMs: 30_000 },
  '24h': { lengthMs: 24 * HOUR_MS, spanMs: 5 * 60_000 },
  '7d': { lengthMs: 7 * 24 * HOUR_MS, spanMs: 30 * 60_000 },
};
/** Nothing came for so many times the usual distance of readings, and at least so long: it is a gap. */
const GAP_TIMES = 4;
const SHORTEST_GAP_MS = 120_000;

/** What a chart is asked of. */
export interface DustQuery {
  readonly sensorId: string;
  readonly factor: Factor;
  readonly range: DustRange;
  readonly nowMs: number;
}

/** The rule of the shortest window that watches a factor of a monitor. */
function ruleOf({ rules }: RuleDocument, sensorId: string, factor: Factor): DustChart['rule'] {
  const watching = rules.flatMap((rule) =>
    rule.matter === 'dust' && rule.sensor === sensorId && rule.factor === factor
      ? [{ id: rule.id, limit: rule.limit, windowMs: rule.windowSeconds * 1000 }]
      : [],
  );
  return watching.sort((a, b) => a.windowMs - b.windowMs)[0] ?? null;
}

/** Draws up one factor of a monitor from the box's own readings. Throws what the series throws. */
export async function readDustChart(
  { sensorId, factor, range, nowMs }: DustQuery,
  { series, document }: { readonly series: BoxTimeSeries; readonly document: RuleDocument },
): Promise<DustChart> {
  const { lengthMs, spanMs } = RANGES[range];
  const toMs = Math.ceil(nowMs / spanMs) * spanMs;
  const fromMs = toMs - lengthMs;
  const rule = ruleOf(document, sensorId, factor);
  // A window that ends at the beginning of the chart begins before it.
  const readFromMs = Math.max(0, fromMs - (rule?.windowMs ?? 0));
  const found = await series.summarise({ sensorId, factor, fromMs: readFromMs, toMs, maxPoints: MAX_POINTS });
  return {
    ...{ sensorId, factor, unit: FACTORS[factor].unit, fromMs, toMs, spanMs, rule },
    points: pointsOf(found, { fromMs, toMs, spanMs, windowMs: rule?.windowMs ?? null }),
    flags: series.notCounted({ sensorId, factor, fromMs, toMs }).flatMap(flagsOf),
    gaps: gapsOf(
      found.filter(({ atMs }) => atMs >= fromMs).map(({ atMs }) => atMs),
      { fromMs, toMs: Math.min(toMs, nowMs) },
    ),
  };
}

function flagsOf({ flag, marks, ...rest }: NotCounted): DustFlag[] {
  const kinds = flag === 'N' || flag === 'S' ? marks.filter((mark) => mark === 'flat' || mark === 'jump') : [flag];
  return kinds.map((kind) => ({ kind, ...rest }));
}

/** Means that are taken together: each stands for so many readings. */
class Sum {
  private total = 0;
  private weight = 0;

  add({ mean, validCount }: SeriesPoint, sign: 1 | -1): void {
    this.total += sign * (mean ?? 0) * validCount;
    this.weight += sign * validCount;
  }

  get mean(): number | null {
    return this.weight <= 0 ? null : this.total / this.weight;
  }
}

/** The spans of a chart, each with the highest mean of a window that ends in it. Readings in the order of time. Pure. */
export function pointsOf(
  found: readonly SeriesPoint[],
  { fromMs, toMs, spanMs, windowMs }: { fromMs: number; toMs: number; spanMs: number; windowMs: number | null },
): DustPoint[] {
  const points: DustPoint[] = [];
  const window = new Sum();
  let oldest = 0;
  let next = 0;
  const slide = () => {
    const point = found[next];
    if (point === undefined) return;
    window.add(point, 1);
    next += 1;
    for (let first = found[oldest]; first !== undefined && first.atMs <= point.atMs - (windowMs ?? 0);) {
      window.add(first, -1);
      oldest += 1;
      first = found[oldest];
    }
  };
  while (next < found.length && (found[next]?.atMs ?? 0) < fromMs) slide();
  for (let startMs = fromMs; startMs < toMs; startMs += spanMs) {
    const first = next;
    let windowMean: number | null = null;
    while (next < found.length && (found[next]?.atMs ?? 0) < startMs + spanMs) {
      slide();
      const { mean } = window;
      if (windowMs !== null && mean !== null) windowMean = Math.max(windowMean ?? -Infinity, mean);
    }
    const span = found.slice(first, next);
    const sum = new Sum();
    for (const point of span) sum.add(point, 1);
    const lowest = span.flatMap(({ min }) => min ?? []);
    const highest = span.flatMap(({ max }) => max ?? []);
    points.push({
      atMs: startMs + spanMs,
      mean: sum.mean,
      min: lowest.length === 0 ? null : Math.min(...lowest),
      max: highest.length === 0 ? null : Math.max(...highest),
      count: span.reduce((total, { count }) => total + count, 0),
      validCount: span.reduce((total, { validCount }) => total + validCount, 0),
      windowMean,
    });
  }
  return points;
}

/** Stretches in which nothing came, told by how far apart the readings usually are. Pure. */
export function gapsOf(
  times: readonly number[],
  { fromMs, toMs }: { fromMs: number; toMs: number },
): { fromMs: number; toMs: number }[] {
  if (times.length === 0) return [{ fromMs, toMs }];
  const distances = times.slice(1).map((atMs, index) => atMs - (times[index] ?? 0));
  const usualMs = [...distances].sort((a, b) => a - b)[distances.length >> 1] ?? 0;
  const longMs = Math.max(SHORTEST_GAP_MS, GAP_TIMES * usualMs);
  const bounds = [fromMs, ...times, toMs];
  return bounds
    .slice(1)
    .map((atMs, index) => ({ fromMs: bounds[index] ?? 0, toMs: atMs }))
    .filter((gap) => gap.toMs - gap.fromMs > longMs);
}
