import sharp, { type OverlayOptions } from 'sharp';
import { type Drawn, drawText } from './lettering.js';

/** One measured value. */
export interface ChartPoint {
  readonly atMs: number;
  readonly value: number;
  /** Whether it counts for the mean. */
  readonly isValid: boolean;
}

/** A window of readings with its limit. */
export interface Chart {
  readonly title: string;
  /** Unit of all values, in words. */
  readonly unit: string;
  /** Oldest first, at least one. */
  readonly points: readonly ChartPoint[];
  /** The window that was judged. */
  readonly fromMs: number;
  readonly toMs: number;
  readonly mean: number | null;
  readonly limit: number | null;
  /** Words for a moment on the axis. */
  readonly timeText: (atMs: number) => string;
}

const WIDTH = 1280;
const HEIGHT = 720;
const PLOT = { left: 120, right: 1240, top: 130, bottom: 650 };
const TEXT_PX = 26;
const TITLE_PX = 34;
const INK = '#1c2733';
const QUIET = '#5b6875';
const LIMIT = '#d0021b';
const MEAN = '#0b6bcb';
const INVALID = '#9aa4ae';
/** Room above the highest value, as a share of it. */
const HEADROOM = 1.15;
const STEPS = [1, 2, 2.5, 5, 10];
const MOST_TICKS = 5;

/** Round values for an axis from 0 to at least `highest`. */
export function axisTicks(highest: number): number[] {
  const rough = highest / MOST_TICKS;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const step = (STEPS.find((multiple) => multiple * magnitude >= rough) ?? 10) * magnitude;
  const count = Math.ceil(highest / step);
  return Array.from({ length: count + 1 }, (_, index) => Number((index * step).toPrecision(6)));
}

/** Draws the readings of a window, their mean and the limit, as PNG of 1280x720 pixels. */
export async function drawChart(chart: Chart): Promise<Buffer> {
  const { points, fromMs, toMs, mean, limit } = chart;
  const ticks = axisTicks(Math.max(...points.map(({ value }) => value), mean ?? 0, limit ?? 0, 1e-6) * HEADROOM);
  const top = ticks.at(-1) ?? 1;
  const span = Math.max(1, toMs - fromMs);
  const x = (atMs: number) => PLOT.left + ((PLOT.right - PLOT.left) * (atMs - fromMs)) / span;
  const y = (value: number) => PLOT.bottom - ((PLOT.bottom - PLOT.top) * Math.max(0, value)) / top;
  const line = (value: number, stroke: string, more = '') =>
    `<line x1="${PLOT.left}" x2="${PLOT.right}" y1="${y(value).toFixed(1)}" y2="${y(value).toFixed(1)}" stroke="${stroke}" ${more}/>`;
  const valid = points.filter(({ isValid }) => isValid);
  const svg = [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}">`,
    `<rect width="100%" height="100%" fill="#fff"/>`,
    ...ticks.map((value) => line(value, '#e3e8ed', 'stroke-width="1.5"')),
    `<polyline points="${valid.map(({ atMs, value }) => `${x(atMs).toFixed(1)},${y(value).toFixed(1)}`).join(' ')}" fill="none" stroke="${INK}" stroke-width="3" stroke-linejoin="round"/>`,
    ...points.map(
      ({ atMs, value, isValid }) =>
        `<circle cx="${x(atMs).toFixed(1)}" cy="${y(value).toFixed(1)}" r="5" fill="${isValid ? INK : '#fff'}" stroke="${isValid ? INK : INVALID}" stroke-width="2.5"/>`,
    ),
    mean === null ? '' : line(mean, MEAN, 'stroke-width="4"'),
    limit === null ? '' : line(limit, LIMIT, 'stroke-width="4" stroke-dasharray="16 10"'),
    `<path d="M${PLOT.left} ${PLOT.top}V${PLOT.bottom}H${PLOT.right}" fill="none" stroke="${QUIET}" stroke-width="2.5"/>`,
    '</svg>',
  ];
  const layers = await Promise.all([
    place(chart.title, TITLE_PX, INK, { left: PLOT.left, top: 22 }, true),
    legend(chart),
    ...ticks.map((value) => place(String(value), TEXT_PX, QUIET, { right: PLOT.left - 14, middle: y(value) })),
    ...[fromMs, (fromMs + toMs) / 2, toMs].map((atMs, index) =>
      place(chart.timeText(atMs), TEXT_PX, QUIET, { centre: x(atMs) - (index === 2 ? 40 : 0), top: PLOT.bottom + 14 }),
    ),
  ]);
  return sharp(Buffer.from(svg.join('')))
    .composite(layers)
    .removeAlpha()
    .png({ palette: true })
    .toBuffer();
}

async function legend({ mean, limit, unit, points }: Chart): Promise<OverlayOptions> {
  const invalid = points.filter(({ isValid }) => !isValid).length;
  const runs = [
    { text: `● 有效读数 ${points.length - invalid} 个　`, colour: INK },
    ...(invalid === 0 ? [] : [{ text: `○ 无效 ${invalid} 个　`, colour: INVALID }]),
    ...(mean === null ? [] : [{ text: `━ 均值 ${mean} ${unit}　`, colour: MEAN }]),
    ...(limit === null ? [] : [{ text: `┅ 限值 ${limit} ${unit}`, colour: LIMIT }]),
  ];
  const { input } = await drawText({ runs, sizePx: TEXT_PX, maxWidthPx: PLOT.right - PLOT.left });
  return { input, left: PLOT.left, top: 76 };
}

interface Spot {
  readonly left?: number;
  readonly right?: number;
  readonly centre?: number;
  readonly top?: number;
  readonly middle?: number;
}

async function place(
  text: string,
  sizePx: number,
  colour: string,
  spot: Spot,
  isBold = false,
): Promise<OverlayOptions> {
  const drawn = await drawText({ runs: [{ text, colour }], sizePx, isBold, maxWidthPx: WIDTH - 60 });
  return { input: drawn.input, left: leftOf(drawn, spot), top: topOf(drawn, spot) };
}

function leftOf({ width }: Drawn, { left, right, centre }: Spot): number {
  const wanted = left ?? (right === undefined ? (centre ?? 0) - width / 2 : right - width);
  return Math.round(Math.min(WIDTH - width, Math.max(0, wanted)));
}

function topOf({ height }: Drawn, { top, middle }: Spot): number {
  return Math.round(Math.min(HEIGHT - height, Math.max(0, top ?? (middle ?? 0) - height / 2)));
}
