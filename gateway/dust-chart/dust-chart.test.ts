import type { SensorReading } from '@lamppost/contracts';
import { parseYaml } from '@lamppost/detectors';
import { expect, test } from 'vitest';
import { RuleDocument } from '../rules/document/rule-document.js';
import { MemoryTimeSeries } from '../time-series/memory-time-series.js';
import { readDustChart } from './dust-chart.js';

const NOW = Date.UTC(2026, 2, 1, 12);
const MINUTE = 60_000;
const document = parseYaml(
  RuleDocument,
  `schema: lamppost.rules/1
rules:
  - id: tsp
    matter: dust
    sensor: dust-1
    factor: a34001
    windowSeconds: 900
    limit: 500
    severity: 2
`,
  'rules.yaml',
);

/** A reading a minute over the last two hours; the value and more are made of how many minutes ago it was measured. */
function seriesOf(made: (minutesAgo: number) => Partial<SensorReading> | null): MemoryTimeSeries {
  const series = new MemoryTimeSeries();
  for (let minutesAgo = 120; minutesAgo > 0; minutesAgo -= 1) {
    const own = made(minutesAgo);
    const measuredAtMs = NOW - minutesAgo * MINUTE;
    if (own !== null)
      series.append([{ sensorId: 'dust-1', factor: 'a34001', value: 100, flag: 'N', measuredAtMs, ...own }]);
  }
  return series;
}
const chartOf = (series: MemoryTimeSeries) =>
  readDustChart({ sensorId: 'dust-1', factor: 'a34001', range: '1h', nowMs: NOW }, { series, document });

test('the mean of the window rises with the readings, and is held against the limit of the rule', async () => {
  const chart = await chartOf(seriesOf((minutesAgo) => ({ value: minutesAgo <= 15 ? 700 : 100 })));
  expect(chart.rule).toEqual({ id: 'tsp', limit: 500, windowMs: 15 * MINUTE });
  expect(chart.points).toHaveLength(120);
  const means = chart.points.flatMap(({ windowMean }) => windowMean ?? []);
  expect(means[0]).toBeCloseTo(100);
  expect(means.at(-1)).toBeCloseTo(700);
  expect(means.filter((mean) => mean > 500)).toHaveLength(5);
  expect(chart.flags).toEqual([]);
  expect(chart.gaps).toEqual([]);
});

test('readings that do not count are left out of the means, and told', async () => {
  const chart = await chartOf(
    seriesOf((minutesAgo) =>
      minutesAgo === 20 ? { flag: 'D', value: 9_000 } : minutesAgo === 10 ? { marks: ['jump'], value: 9_000 } : {},
    ),
  );
  expect(Math.max(...chart.points.flatMap(({ windowMean }) => windowMean ?? []))).toBeCloseTo(100);
  expect(chart.flags.map(({ kind, count }) => ({ kind, count }))).toEqual([
    { kind: 'D', count: 1 },
    { kind: 'jump', count: 1 },
  ]);
  expect(chart.flags[0]?.fromMs).toBe(NOW - 20 * MINUTE);
});

test('a stretch without readings is a gap; so is the whole where there are none', async () => {
  const chart = await chartOf(seriesOf((minutesAgo) => (minutesAgo > 20 && minutesAgo < 40 ? null : {})));
  expect(chart.gaps).toEqual([{ fromMs: NOW - 40 * MINUTE, toMs: NOW - 20 * MINUTE }]);
  expect((await chartOf(new MemoryTimeSeries())).gaps).toEqual([{ fromMs: NOW - 60 * MINUTE, toMs: NOW }]);
});
