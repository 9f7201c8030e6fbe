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

/** Every so-many-th cell takes part; no row is a multiple of it long, so that all columns do. */
const STRIDE = 5;

function median(counts: Uint32Array, total: number): number {
  let left = total / 2;
  for (let level = 0; level < LEVELS; level += 1) {
    left -= counts[level] ?? 0;
    if (left <= 0) return level;
  }
  return LEVELS - 1;
}

/** Brightness that a cell is compared with: its background, or what it last showed while it has none. */
function reference({ background, shown }: BackgroundCells, cell: number): number {
  const known = background[cell] ?? UNKNOWN;
  return known === UNKNOWN ? (shown[cell] ?? 0) : known;
}

/** Cells that are compared, as pairs of what they showed before and what they show now. */
interface Sample {
  readonly size: number;
  readonly before: Float32Array;
  readonly seen: Float32Array;
}

function sampleCells(cells: BackgroundCells, luma: Float32Array, covered: Uint8Array): Sample {
  const before = new Float32Array(Math.ceil(luma.length / STRIDE));
  const seen = new Float32Array(before.length);
  let size = 0;
  for (let cell = 0; cell < luma.length; cell += STRIDE) {
    if (covered[cell] !== 0) continue;
    before[size] = reference(cells, cell);
    seen[size] = luma[cell] ?? 0;
    size += 1;
  }
  return { size, before, seen };
}

/** Medians of the pairs whose first part lies from `least` to `most`; null when there are none. */
function medians(
  sample: Sample,
  least: number,
  most: number,
): { readonly before: number; readonly seen: number } | null {
  const before = new Uint32Array(LEVELS);
  const seen = new Uint32Array(LEVELS);
  let total = 0;
  for (let index = 0; index < sample.size; index += 1) {
    const was = toLevel(sample.before[index] ?? 0);
    if (was < least || was > most) continue;
    const is = toLevel(sample.seen[index] ?? 0);
    before[was] = (before[was] ?? 0) + 1;
    seen[is] = (seen[is] ?? 0) + 1;
    total += 1;
  }
  return total === 0 ? null : { before: median(before, total), seen: median(seen, total) };
}

function toLevel(value: number): number {
  return value <= 0 ? 0 : value >= LEVELS - 1 ? LEVELS - 1 : Math.trunc(value + 0.5);
}

/**
 * The light of a look against that of the background, for the camera's exposure and the sun change all cells at once. Medians of the dark
 * and the bright half give it, so that what stands in up to half of either does not count; cells that fit then refine it.
 *
 * @param covered - cells that are not 0 are left out
 */
export function fitLight(cells: BackgroundCells, luma: Float32Array, covered: Uint8Array): Light {
  const sample = sampleCells(cells, luma, covered);
  const all = medians(sample, 0, LEVELS - 1);
  if (all === null) return SAME;
  const dark = medians(sample, 0, all.before);
  const bright = medians(sample, all.before + 1, LEVELS - 1);
  const spread = dark === null || bright === null ? 0 : bright.before - dark.before;
  const rise = dark === null || bright === null ? 0 : bright.seen - dark.seen;
  const gain = spread >= LEAST_SPREAD ? withinLimits(rise / spread) : 1;
  return refine(sample, { gain, offset: all.seen - gain * all.before });
}

function withinLimits(gain: number): number {
  return gain >= GAIN_LIMITS.least && gain <= GAIN_LIMITS.most ? gain : 1;
}

/** Least squares over the cells that fit already. */
function refine({ size, before, seen }: Sample, light: Light): Light {
  let count = 0;
  let sumBefore = 0;
  let sumSeen = 0;
  let sumSquares = 0;
  let sumProducts = 0;
  for (let index = 0; index < size; index += 1) {
    const was = before[index] ?? 0;
    const is = seen[index] ?? 0;
    const miss = is - light.gain * was - light.offset;
    if (miss > INLIER || miss < -INLIER) continue;
    count += 1;
    sumBefore += was;
    sumSeen += is;
    sumSquares += was * was;
    sumProducts += was * is;
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
