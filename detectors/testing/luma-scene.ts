import type { LumaGrid } from '../motion/luma-grid.js';
import { LUMA_CELL } from '../motion/luma-grid.js';

/** Pixels of the frame that a {@link lumaScene} is seen in. */
const WIDTH = 416;
const HEIGHT = 256;

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

/** Something of one brightness in a scene, in pixels. */
export interface Patch {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
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
  return (shot = {}) => {
    const { patches = [], shift = { x: 0, y: 0 } } = shot;
    const isStill = shift.x === 0 && shift.y === 0;
    const scene = isStill ? still.slice() : draw(new Float32Array(WIDTH * HEIGHT).fill(110), walls, shift);
    return gridOf(draw(scene, patches, shift), shot);
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

function gridOf(pixels: Float32Array, { light, grain }: Shot): LumaGrid {
  const columns = WIDTH / LUMA_CELL;
  const rows = HEIGHT / LUMA_CELL;
  const sums = new Float64Array(columns * rows);
  for (let y = 0, at = 0; y < HEIGHT; y += 1)
    for (let x = 0; x < WIDTH; x += 1, at += 1) {
      const cell = Math.floor(y / LUMA_CELL) * columns + Math.floor(x / LUMA_CELL);
      sums[cell] = (sums[cell] ?? 0) + (pixels[at] ?? 0);
    }
  // The mean of sixteen pixels has a quarter of a pixel's grain.
  const noise = ({ deviation, random }: NonNullable<Shot['grain']>) =>
    ((random() + random() + random() - 1.5) * 2 * deviation) / LUMA_CELL;
  const data = Uint8Array.from(sums, (sum) => {
    const mean = sum / LUMA_CELL ** 2;
    const luma = (light === undefined ? mean : light(mean)) + (grain === undefined ? 0 : noise(grain));
    return Math.round(Math.min(255, Math.max(0, luma)));
  });
  return { columns, rows, data };
}
