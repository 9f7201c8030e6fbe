import type { PixelSize } from '../geometry/letterbox.js';
import type { Head } from './head.js';
import { countLocations, locationsOf, STRIDE_SETS } from './locations.js';

/** Values that a model gave for a grey frame, of one output with a row for each location or query. */
export interface MeasuredRows {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array;
}

/** Whether measured values can be what a reading says they are; `unsure` when they would be alike in any case. */
export type Verdict = 'yes' | 'no' | 'unsure';

/** How far a location's box may have its centre from the cell, in strides, in the middle of all locations. */
const MAX_MEDIAN_STRIDES = 4;
/** Coordinates up to here can be fractions of the input, a little outside of it. */
const MAX_FRACTION = 1.5;

function median(values: Float64Array): number {
  return values.sort()[Math.floor(values.length / 2)] ?? NaN;
}

function column({ rows, columns, values }: MeasuredRows, index: number): Float32Array {
  return Float32Array.from({ length: rows }, (_, row) => values[row * columns + index] ?? NaN);
}

/** The middle distance of centres from their cells, in strides: boxes in pixels lie about their cells, others about the corner. */
function medianDistance(measured: MeasuredRows, size: PixelSize, isInCells: boolean): number {
  const strides = STRIDE_SETS.find((set) => countLocations(size, set) === measured.rows);
  if (strides === undefined) return NaN;
  const [xs, ys] = [column(measured, 0), column(measured, 1)];
  const distances = locationsOf(size, strides).map(({ column: x, row: y, stride }, index) => {
    const [dx, dy] = [xs[index] ?? NaN, ys[index] ?? NaN];
    if (isInCells) return Math.max(Math.abs(dx), Math.abs(dy));
    return Math.max(Math.abs(dx - (x + 0.5) * stride), Math.abs(dy - (y + 0.5) * stride)) / stride;
  });
  return median(Float64Array.from(distances));
}

/** Whether the place of objectness is filled with 1, as YOLOv6 does; it sees other colours than YOLOX. */
export function hasConstantObjectness(measured: MeasuredRows): boolean {
  return column(measured, 4).every((value) => value === 1);
}

function looksLikeAnchors(head: Extract<Head, { kind: 'anchors' }>, measured: MeasuredRows, size: PixelSize): Verdict {
  if (head.boxes === 'fractions') {
    const isFraction = [0, 1, 2, 3].every((index) =>
      column(measured, index).every((value) => Math.abs(value) <= MAX_FRACTION),
    );
    const isEmpty = measured.values.every((value) => value === 0);
    return isEmpty ? 'unsure' : isFraction ? 'yes' : 'no';
  }
  if (head.objectness === 'times' && hasConstantObjectness(measured)) return 'no';
  const isNear = medianDistance(measured, size, head.boxes === 'cells') < MAX_MEDIAN_STRIDES;
  if (head.boxes === 'cells') return isNear ? 'yes' : 'no';
  const hasSizes = [2, 3].every((index) => column(measured, index).every((value) => value >= 0));
  return isNear && hasSizes ? 'yes' : 'no';
}

function looksLikeRows(measured: MeasuredRows, classes: number): Verdict {
  if (measured.values.every((value) => value === 0)) return 'unsure';
  const isClass = column(measured, 5).every((value) => Number.isInteger(value) && value >= 0 && value < classes);
  const isScore = column(measured, 4).every((value) => value >= 0 && value <= 1);
  const isInPixels = [2, 3].some((index) => column(measured, index).some((value) => value > MAX_FRACTION));
  return isClass && isScore && isInPixels ? 'yes' : 'no';
}

/** Holds what a model gave for a grey frame against a reading of its output. */
export function looksLike(head: Head, measured: MeasuredRows, size: PixelSize, classes: number): Verdict {
  if (head.kind === 'anchors' && !head.channelsFirst) return looksLikeAnchors(head, measured, size);
  if (head.kind === 'rows' && head.columns === 6) return looksLikeRows(measured, classes);
  return 'unsure';
}
