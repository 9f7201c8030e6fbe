import type { DustChart } from '@lamppost/gateway/console-shapes';
import type { EChartsCoreOption } from 'echarts/core';

/** Words and formats of a chart. */
export interface ChartWords {
  readonly window: string;
  readonly mean: string;
  readonly between: string;
  readonly limit: string;
  readonly gap: string;
  /** A value with its unit. */
  readonly value: (value: number) => string;
  readonly time: (atMs: number) => string;
  /** Of a mark on the axis: hours within a day, days above. */
  readonly tick: (atMs: number) => string;
}

const COLOURS = {
  light: {
    window: '#1d5fbf',
    mean: '#8a94a3',
    band: 'rgba(138, 148, 163, 0.22)',
    limit: '#bf2f2f',
    gap: 'rgba(191, 120, 20, 0.16)',
  },
  dark: {
    window: '#7db0ff',
    mean: '#98a2b3',
    band: 'rgba(152, 162, 179, 0.2)',
    limit: '#ff8a80',
    gap: 'rgba(232, 163, 61, 0.2)',
  },
} as const;

/** Room above the highest value, as a share of it. */
const HEADROOM = 1.08;

interface Hovered {
  readonly dataIndex: number;
}

/** A round value above all that is drawn, the limit among it. */
function topOf(points: DustChart['points'], rule: DustChart['rule']): number {
  const highest = Math.max(rule?.limit ?? 0, ...points.map(({ max }) => max ?? 0), 1) * HEADROOM;
  const step = 10 ** Math.floor(Math.log10(highest)) / 2;
  return Math.ceil(highest / step) * step;
}

/** The chart of one factor: means of the rule's window against its limit, what was measured behind them, and gaps. */
export function chartOption(
  { points, rule, gaps, fromMs, toMs }: DustChart,
  words: ChartWords,
  appearance: 'light' | 'dark',
): EChartsCoreOption {
  const colours = COLOURS[appearance];
  const line = { type: 'line', showSymbol: false, connectNulls: false } as const;
  const at = (pick: (point: DustChart['points'][number]) => number | null) =>
    points.map((point) => [point.atMs, pick(point)]);
  const alone =
    points.length > 0 && points.every(({ mean }, index) => mean === null || points[index + 1]?.mean == null);
  const tip = (hovered: readonly Hovered[]) => {
    const point = points[hovered[0]?.dataIndex ?? -1];
    if (point === undefined) return '';
    const { atMs, windowMean, mean, min, max } = point;
    return [
      words.time(atMs),
      ...(windowMean === null ? [] : [`${words.window}  ${words.value(windowMean)}`]),
      ...(mean === null ? [] : [`${words.mean}  ${words.value(mean)}`]),
      ...(min === null || max === null ? [] : [`${words.between}  ${words.value(min)} – ${words.value(max)}`]),
    ].join('\n');
  };
  return {
    aria: { enabled: true },
    grid: { left: 12, right: 20, top: 40, bottom: 8, containLabel: true },
    legend: { top: 4, left: 'center', data: [...(rule === null ? [] : [words.window]), words.mean] },
    tooltip: { trigger: 'axis', renderMode: 'richText', formatter: tip },
    xAxis: {
      ...{ type: 'time', min: fromMs, max: toMs, splitNumber: 6 },
      axisLabel: { formatter: words.tick, hideOverlap: true },
    },
    yAxis: { type: 'value', min: 0, max: topOf(points, rule), axisLabel: { hideOverlap: true } },
    series: [
      { ...line, name: 'lowest', stack: 'band', data: at(({ min }) => min), lineStyle: { opacity: 0 }, silent: true },
      {
        ...{ ...line, name: 'highest', stack: 'band', silent: true, lineStyle: { opacity: 0 } },
        data: at(({ min, max }) => (min === null || max === null ? null : max - min)),
        areaStyle: { color: colours.band },
      },
      {
        ...{ ...line, name: words.mean, showSymbol: alone, symbolSize: 5 },
        data: at(({ mean }) => mean),
        ...{ lineStyle: { width: 1.5, color: colours.mean }, itemStyle: { color: colours.mean } },
        markArea: {
          silent: true,
          itemStyle: { color: colours.gap },
          label: {
            show: gaps.length <= 4,
            color: appearance === 'dark' ? '#e8a33d' : '#8a5a00',
            position: 'insideTop',
          },
          data: gaps.map((gap) => [{ name: words.gap, xAxis: gap.fromMs }, { xAxis: gap.toMs }]),
        },
      },
      ...(rule === null
        ? []
        : [
            {
              ...{ ...line, name: words.window, showSymbol: alone },
              data: at(({ windowMean }) => windowMean),
              ...{ lineStyle: { width: 2.5, color: colours.window }, itemStyle: { color: colours.window } },
              markLine: {
                ...{ silent: true, symbol: 'none' },
                lineStyle: { color: colours.limit, width: 2, type: 'dashed' },
                label: { formatter: words.limit, position: 'insideStartTop', color: colours.limit, fontWeight: 600 },
                data: [{ yAxis: rule.limit }],
              },
            },
          ]),
    ],
  };
}
