import { UNKNOWN } from './background-state.js';
import type { BackgroundCells } from './background-state.js';

/** How today's light makes what a cell showed before: `seen = gain * before + offset`. */
export interface Light {
  readonly gain: number;
  readonly offset: number;
}

const LEVELS = 256;
/** Dark and bright half must be this far apart to tell gain from offset. */
const LEAST_SPREAD = 24;
const GAIN_LIMITS = { least: 0.4, most: 2.5 } as const;
/** Cells this close to the first fit take part in the second. */
const INLIER = 10;
const SAME: Light = { gain: 1, offset: 0 };

interface Histogram {
  readonly counts: Uint32Array;
  total: number;
}

const emptyHistogram = (): Histogram => ({ counts: new Uint32Array(LEVELS), total: 0 });

function add(histogram: Histogram, value: number): void {
  const level = Math.max(0, Math.min(LEVELS - 1, Math.round(value)));
  histogram.counts[level] = (histogram.counts[level] ?? 0) + 1;
  histogram.total += 1;
}

function median({ counts, total }: Histogram): number {
  let left = total / 2;
  for (let level = 0; level < LEVELS; level += 1) {
    left -= counts[level] ?? 0;
    if (left <= 0) return level;
  }
  return LEVELS - 1;
}

/** Brightness that a cell is compared with: its background, or what it last showed while it has none. */
export function reference({ background, shown }: BackgroundCells, cell: number): number {
  const known = background[cell] ?? UNKNOWN;
  return known === UNKNOWN ? (shown[cell] ?? 0) : known;
}

/**
 * The light of a look against that of the background, for the camera's exposure and the sun change all cells at once. Medians of the dark
 * and the bright half give it, so that what stands in up to half of either does not count; cells that fit then refine it.
 *
 * @param covered - cells that are not 0 are left out
 */
export function fitLight(cells: BackgroundCells, luma: Float32Array, covered: Uint8Array): Light {
  const all = { before: emptyHistogram(), seen: emptyHistogram() };
  for (let cell = 0; cell < luma.length; cell += 1) {
    if (covered[cell] !== 0) continue;
    add(all.before, reference(cells, cell));
    add(all.seen, luma[cell] ?? 0);
  }
  if (all.before.total === 0) return SAME;
  const middle = median(all.before);
  const dark = { before: emptyHistogram(), seen: emptyHistogram() };
  const bright = { before: emptyHistogram(), seen: emptyHistogram() };
  for (let cell = 0; cell < luma.length; cell += 1) {
    if (covered[cell] !== 0) continue;
    const before = reference(cells, cell);
    const half = before <= middle ? dark : bright;
    add(half.before, before);
    add(half.seen, luma[cell] ?? 0);
  }
  const spread = median(bright.before) - median(dark.before);
  const rise = median(bright.seen) - median(dark.seen);
  const isSpread = dark.before.total > 0 && bright.before.total > 0 && spread >= LEAST_SPREAD;
  const gain = isSpread ? withinLimits(rise / spread) : 1;
  return refine(cells, luma, covered, { gain, offset: median(all.seen) - gain * middle });
}

function withinLimits(gain: number): number {
  return gain >= GAIN_LIMITS.least && gain <= GAIN_LIMITS.most ? gain : 1;
}

/** Least squares over the cells that fit already. */
function refine(cells: BackgroundCells, luma: Float32Array, covered: Uint8Array, light: Light): Light {
  let count = 0;
  let sumBefore = 0;
  let sumSeen = 0;
  let sumSquares = 0;
  let sumProducts = 0;
  for (let cell = 0; cell < luma.length; cell += 1) {
    if (covered[cell] !== 0) continue;
    const before = reference(cells, cell);
    const seen = luma[cell] ?? 0;
    if (Math.abs(seen - light.gain * before - light.offset) > INLIER) continue;
    count += 1;
    sumBefore += before;
    sumSeen += seen;
    sumSquares += before * before;
    sumProducts += before * seen;
  }
  if (count === 0) return light;
  const variance = sumSquares - (sumBefore * sumBefore) / count;
  const isSpread = variance / count > (LEAST_SPREAD / 4) ** 2;
  const gain = isSpread ? withinLimits((sumProducts - (sumBefore * sumSeen) / count) / variance) : light.gain;
  return { gain, offset: (sumSeen - gain * sumBefore) / count };
}

/** Brings a look into the light of the background, in place. Where the camera was dazzled or blind, the background is taken as seen. */
export function undoLight(luma: Float32Array, { gain, offset }: Light, cells: BackgroundCells): void {
  for (let cell = 0; cell < luma.length; cell += 1) {
    const seen = luma[cell] ?? 0;
    const before = (seen - offset) / gain;
    const expected = reference(cells, cell);
    const isClipped = (seen >= LEVELS - 2 && before < expected) || (seen <= 1 && before > expected);
    luma[cell] = isClipped ? expected : before;
  }
}
