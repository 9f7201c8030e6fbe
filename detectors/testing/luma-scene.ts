import type { LumaGrid } from '../motion/luma-grid.js';
import { LUMA_CELL } from '../motion/luma-grid.js';

/** Pixels of the frame that a {@link lumaScene} is seen in. */
const WIDTH = 416;
const HEIGHT = 256;
const COLUMNS = WIDTH / LUMA_CELL;
const ROWS = HEIGHT / LUMA_CELL;
const WHOLE = { x: 0, y: 0, width: WIDTH, height: HEIGHT };

/** Numbers from 0 to 1, always the same for the same seed. */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 15), state | 1);
    const again = mixed ^ (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61));
    return ((again ^ (again >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface Place {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Something of one brightness in a scene, in pixels. */
export interface Patch extends Place {
  readonly luma: number;
}

/** How a scene is photographed. */
export interface Shot {
  readonly patches?: readonly Patch[];
  /** What the camera is displaced by, in pixels. */
  readonly shift?: { readonly x: number; readonly y: number };
  /** What the light makes of the brightness of a cell. */
  readonly light?: (luma: number) => number;
  /** Standard deviation of a pixel's grain, and where it comes from. */
  readonly grain?: { readonly deviation: number; readonly random: () => number };
}

/** Makes luma grids of a street of walls, windows and pavement (rectangles of many greys), pixel by pixel as a camera would. */
export function lumaScene(seed: number): (shot?: Shot) => LumaGrid {
  const random = randomNumbers(seed);
  const walls = Array.from({ length: 60 }, () => ({
    x: Math.floor(random() * WIDTH),
    y: Math.floor(random() * HEIGHT),
    width: 10 + Math.floor(random() * 90),
    height: 8 + Math.floor(random() * 60),
    luma: 30 + random() * 180,
  }));
  const still = draw(new Float32Array(WIDTH * HEIGHT).fill(110), walls, { x: 0, y: 0 });
  const stillMeans = meanCells(still, new Float64Array(COLUMNS * ROWS), [WHOLE]);
  return (shot = {}) => {
    const { patches = [], shift = { x: 0, y: 0 } } = shot;
    if (shift.x === 0 && shift.y === 0) {
      // Only the cells under the patches are other than those of the still scene.
      const scene = draw(still.slice(), patches, shift);
      return photograph(meanCells(scene, stillMeans.slice(), patches), shot);
    }
    const scene = draw(new Float32Array(WIDTH * HEIGHT).fill(110), [...walls, ...patches], shift);
    return photograph(meanCells(scene, new Float64Array(COLUMNS * ROWS), [WHOLE]), shot);
  };
}

function draw(pixels: Float32Array, patches: readonly Patch[], shift: { x: number; y: number }): Float32Array {
  for (const { x, y, width, height, luma } of patches) {
    const left = Math.max(0, Math.min(WIDTH, x + shift.x));
    const right = Math.max(0, Math.min(WIDTH, x + shift.x + width));
    for (let row = Math.max(0, y + shift.y); row < Math.min(HEIGHT, y + shift.y + height); row += 1)
      pixels.fill(luma, row * WIDTH + left, row * WIDTH + right);
  }
  return pixels;
}

/** Takes the mean of each cell that one of the places touches. */
function meanCells(pixels: Float32Array, means: Float64Array, places: readonly Place[]): Float64Array {
  const cellOf = (pixel: number, most: number) => Math.min(most, Math.max(0, pixel / LUMA_CELL));
  for (const { x, y, width, height } of places) {
    const right = Math.ceil(cellOf(x + width, COLUMNS));
    const bottom = Math.ceil(cellOf(y + height, ROWS));
    for (let row = Math.floor(cellOf(y, ROWS)); row < bottom; row += 1)
      for (let column = Math.floor(cellOf(x, COLUMNS)); column < right; column += 1)
        means[row * COLUMNS + column] = meanOf(pixels, row * LUMA_CELL * WIDTH + column * LUMA_CELL);
  }
  return means;
}

/** The mean of the cell that begins with a pixel. */
function meanOf(pixels: Float32Array, first: number): number {
  let sum = 0;
  for (let start = first; start < first + LUMA_CELL * WIDTH; start += WIDTH)
    for (let at = start; at < start + LUMA_CELL; at += 1) sum += pixels[at] ?? 0;
  return sum / LUMA_CELL ** 2;
}

function photograph(means: Float64Array, { light, grain }: Shot): LumaGrid {
  // The mean of sixteen pixels has a quarter of a pixel's grain.
  const noise = ({ deviation, random }: NonNullable<Shot['grain']>) =>
    ((random() + random() + random() - 1.5) * 2 * deviation) / LUMA_CELL;
  const data = Uint8Array.from(means, (mean) => {
    const luma = (light === undefined ? mean : light(mean)) + (grain === undefined ? 0 : noise(grain));
    return Math.round(Math.min(255, Math.max(0, luma)));
  });
  return { columns: COLUMNS, rows: ROWS, data };
}
