import { LETTERBOX_GREY } from '../geometry/letterbox.js';
import type { PixelSize } from '../geometry/letterbox.js';
import type { Frame } from '../inference/frame.js';
import { LUMA_CELL } from '../motion/luma-grid.js';
import { STAMP_FILTER } from './frame-stamp.js';

const BYTES_PER_PIXEL = 3;

/**
 * A packed frame is the `bgr24` picture with its luma grid below it, so that one pipe carries both and they can't fall out of step. The
 * grid is {@link LUMA_CELL} times too narrow for that: it is cut into as many bands, which stand side by side, grey as `bgr24`.
 */
const BANDS = LUMA_CELL;

/** Bytes of a packed frame; width and height are multiples of 32 pixels. */
export function packedFrameBytes({ width, height }: PixelSize): number {
  return width * (height + bandRows(height)) * BYTES_PER_PIXEL;
}

function bandRows(height: number): number {
  return height / LUMA_CELL / BANDS;
}

/**
 * Filter graph of ffmpeg that makes packed frames out of video of any size, and writes each one's time stamp, in
 * microseconds, to its log ({@link STAMP_FILTER}). It works in planes until the end: they are half as large as BGR, and the luma is there for the taking. Run it with `-filter_threads 1`:
 * pictures so small cost more to share out than to work on.
 */
export function packedFrameFilters({ width, height }: PixelSize): string {
  const grey = `0x${LETTERBOX_GREY.toString(16).padStart(2, '0').repeat(3)}`;
  const pad = `pad=${width}:${height}:(ow-iw)/2:(oh-ih)/2:color=${grey}`;
  const columns = width / LUMA_CELL;
  const rows = bandRows(height);
  const bands = [...Array(BANDS).keys()];
  const pads = (name: string) => bands.map((band) => `[${name}${band}]`).join('');
  // Said, because for grey planes alone ffmpeg would take full range for granted. The step to BGR makes it full in the end.
  const limited = 'in_range=limited:out_range=limited';
  return [
    `scale=${width}:${height}:force_original_aspect_ratio=decrease:flags=bilinear,format=yuv420p,${pad},settb=AVTB,split[picture][copy]`,
    `[copy]scale=${columns}:${height / LUMA_CELL}:flags=area:${limited},format=gray,split=${BANDS}${pads('whole')}`,
    ...bands.map((band) => `[whole${band}]crop=${columns}:${rows}:0:${band * rows}[band${band}]`),
    `${pads('band')}hstack=${BANDS},scale=${limited},format=yuv420p,${STAMP_FILTER}[grid]`,
    '[picture][grid]vstack,format=bgr24',
  ].join(';');
}

/** Takes a packed frame apart. The picture is a view of its bytes; the grid is a copy. */
export function unpackFrame(bytes: Uint8Array, { width, height }: PixelSize): Pick<Frame, 'data' | 'luma'> {
  const columns = width / LUMA_CELL;
  const rows = height / LUMA_CELL;
  const pictureBytes = width * height * BYTES_PER_PIXEL;
  const grid = new Uint8Array(columns * rows);
  const rowsOfBand = bandRows(height);
  for (let row = 0; row < rows; row += 1) {
    const band = Math.floor(row / rowsOfBand);
    let from = pictureBytes + ((row - band * rowsOfBand) * width + band * columns) * BYTES_PER_PIXEL;
    for (let to = row * columns; to < (row + 1) * columns; to += 1, from += BYTES_PER_PIXEL)
      grid[to] = bytes[from] ?? 0;
  }
  return { data: bytes.subarray(0, pictureBytes), luma: { columns, rows, data: grid } };
}
