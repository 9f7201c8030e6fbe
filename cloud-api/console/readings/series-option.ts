import type { EChartsCoreOption } from 'echarts/core';
import type { ChartLook } from '../charts/chart-canvas.js';
import type { JudgedWindow, Point, Series } from './read-series.js';

/** Words and formats of a chart of readings. */
export interface SeriesWords {
  readonly value: string;
  readonly doubtful: string;
  readonly window: string;
  readonly mean: string;
  readonly limit: string;
  /** A value with its unit. */
  readonly say: (value: number) => string;
  readonly time: (atMs: number) => string;
  readonly tick: (atMs: number) => string;
}

const COLOURS = {
  light: { value: '#1d5fbf', doubtful: '#6b7480', limit: '#bf2f2f', mean: '#0b3d87', window: 'rgba(29, 95, 191, 0.1)' },
  dark: {
    value: '#7db0ff',
    doubtful: '#98a2b3',
    limit: '#ff8a80',
    mean: '#c5dcff',
    window: 'rgba(125, 176, 255, 0.14)',
  },
} as const;
/** Room above the highest value, as a share of it. */
const HEADROOM = 1.15;
/** A pause this many times as long as the usual one between readings is a gap, which no line bridges. */
const GAP = 3;
/** Above so many readings the dots would hide the line. */
const MOST_DOTS = 60;
const ROUND_STEPS = 10;

type Place = readonly [number, number | null];

/** The line through readings, with a hole in the middle of each gap. */
export function lineOf(points: readonly Pick<Point, 'atMs' | 'value'>[]): Place[] {
  const pauses = points.slice(1).map(({ atMs }, index) => atMs - (points[index]?.atMs ?? atMs));
  const usual = pauses.toSorted((a, b) => a - b)[Math.floor(pauses.length / 2)] ?? 0;
  return points.flatMap(({ atMs, value }, index): Place[] => {
    const pause = pauses[index - 1] ?? 0;
    return pause > usual * GAP
      ? [
          [atMs - pause / 2, null],
          [atMs, value],
        ]
      : [[atMs, value]];
  });
}

/** A round value above all that is drawn. */
export function topOf(points: readonly Pick<Point, 'value'>[], judged: JudgedWindow | null): number {
  const highest = Math.max(1, judged?.limit ?? 0, judged?.mean ?? 0, ...points.map(({ value }) => value)) * HEADROOM;
  const step = (10 ** Math.floor(Math.log10(highest)) * 2) / ROUND_STEPS;
  return Math.round(Math.ceil(highest / step) * step * ROUND_STEPS) / ROUND_STEPS;
}

interface Hovered {
  readonly value: Place;
}

/** The chart of a series: what counted, what did not, and what was judged by it. */
export function seriesOption(
  { points }: Pick<Series, 'points'>,
  judged: JudgedWindow | null,
  words: SeriesWords,
  { appearance, text, line, sheet, width }: ChartLook,
): EChartsCoreOption {
  const colours = COLOURS[appearance];
  const valid = points.filter(({ isValid }) => isValid);
  const doubtful = points.filter(({ isValid }) => !isValid);
  const level = (at: number, name: string, color: string, type: 'solid' | 'dashed', below: boolean) => ({
    yAxis: at,
    lineStyle: { color, type, width: 2 },
    label: {
      ...{ formatter: name, position: below ? 'insideEndBottom' : 'insideEndTop' },
      ...{ color, fontFamily: text.fontFamily, fontSize: text.fontSize, fontWeight: 600 },
      // Legible where the line of readings passes behind it.
      ...{ textBorderColor: sheet, textBorderWidth: 3 },
    },
  });
  const limit = judged?.limit ?? null;
  const levels =
    judged === null
      ? []
      : [
          level(judged.mean, words.mean, colours.mean, 'solid', limit !== null && judged.mean < limit),
          ...(limit === null ? [] : [level(limit, words.limit, colours.limit, 'dashed', limit <= judged.mean)]),
        ];
  const tip = (hovered: readonly Hovered[]) => {
    const [first] = hovered;
    if (first?.value[1] == null) return '';
    const [atMs, value] = first.value;
    return `${words.time(atMs)}\n${words.say(value)}`;
  };
  return {
    aria: { enabled: true },
    legend: { show: doubtful.length > 0, top: 0, left: 0, textStyle: text },
    tooltip: { trigger: 'axis', renderMode: 'richText', formatter: tip },
    grid: { left: 8, right: 16, top: doubtful.length > 0 ? 36 : 16, bottom: 4, containLabel: true },
    xAxis: {
      ...{ type: 'time', min: 'dataMin', max: 'dataMax', splitNumber: width < 500 ? 3 : 6 },
      axisLabel: { ...text, formatter: words.tick, hideOverlap: true },
    },
    yAxis: {
      ...{ type: 'value', min: points.some(({ value }) => value < 0) ? null : 0, max: topOf(points, judged) },
      ...{ axisLabel: { ...text, showMaxLabel: false }, splitLine: { showMaxLine: false, lineStyle: { color: line } } },
    },
    series: [
      {
        ...{ type: 'line', name: words.value, connectNulls: false, data: lineOf(valid) },
        ...{ showSymbol: valid.length <= MOST_DOTS, symbol: 'circle', symbolSize: 6 },
        ...{ lineStyle: { width: 2.5, color: colours.value }, itemStyle: { color: colours.value } },
        markLine: { silent: true, symbol: 'none', data: levels },
        ...(judged === null
          ? {}
          : {
              markArea: {
                ...{ silent: true, itemStyle: { color: colours.window } },
                label: { color: text.color, fontFamily: text.fontFamily, fontSize: 13, position: 'insideBottomLeft' },
                data: [[{ name: words.window, xAxis: judged.fromMs }, { xAxis: judged.toMs }]],
              },
            }),
      },
      // Told apart by shape, not by colour alone.
      ...(doubtful.length === 0
        ? []
        : [
            {
              ...{ type: 'scatter', name: words.doubtful, symbol: 'triangle', symbolSize: 9 },
              ...{ data: doubtful.map(({ atMs, value }) => [atMs, value]), itemStyle: { color: colours.doubtful } },
            },
          ]),
    ],
  };
}
