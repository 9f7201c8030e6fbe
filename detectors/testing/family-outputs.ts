import { locationsOf } from '../families/locations.js';
import type { PixelSize } from '../geometry/letterbox.js';

/** An object that a tiny detector finds: corners in pixels of its input. */
export interface KnownObject {
  readonly classId: number;
  readonly score: number;
  readonly box: readonly [x1: number, y1: number, x2: number, y2: number];
}

const USUAL_STRIDES = [8, 16, 32] as const;
/** Score of every location where there is nothing. */
const NOTHING = 0.01;

function centred([x1, y1, x2, y2]: KnownObject['box']): number[] {
  return [(x1 + x2) / 2, (y1 + y2) / 2, x2 - x1, y2 - y1];
}

/** Places objects on locations: each on the one whose cell holds its centre, on the finest level that is free. */
function placed(objects: readonly KnownObject[], size: PixelSize, strides: readonly number[], perLocation: number) {
  const locations = locationsOf(size, strides).flatMap((location) =>
    Array<typeof location>(perLocation).fill(location),
  );
  const free = new Set(objects);
  return locations.map((location) => {
    const { column, row, stride } = location;
    const object = [...free].find(({ box }) => {
      const [x = 0, y = 0] = centred(box);
      return Math.floor(x / stride) === column && Math.floor(y / stride) === row;
    });
    if (object !== undefined) free.delete(object);
    return { location, object: object ?? null };
  });
}

function scoresOf(object: KnownObject | null, classes: number, objectness = 1): number[] {
  return Array.from({ length: classes }, (_, classId) =>
    object?.classId === classId ? object.score / objectness : NOTHING,
  );
}

/** How rows are laid out for {@link locationRows}. */
export interface RowLayout {
  readonly size: PixelSize;
  readonly classes: number;
  readonly strides?: readonly number[];
  /** 3 for YOLOv5 and YOLOv7. */
  readonly perLocation?: number;
  /** Whether a column of objectness stands before the classes. */
  readonly hasObjectness?: boolean;
  /** Whether boxes are as YOLOX leaves them before decoding. */
  readonly isInCells?: boolean;
}

/** Rows of x, y, w, h, objectness if there is any, and class scores: one for each location. */
export function locationRows(objects: readonly KnownObject[], layout: RowLayout): number[][] {
  const { size, classes, strides = USUAL_STRIDES, perLocation = 1, hasObjectness = false, isInCells = false } = layout;
  return placed(objects, size, strides, perLocation).map(({ location, object }) => {
    const { column, row, stride } = location;
    const [x = 0, y = 0, w = 0, h = 0] =
      object === null ? [(column + 0.5) * stride, (row + 0.5) * stride, stride, stride] : centred(object.box);
    const box = isInCells
      ? [x / stride - column, y / stride - row, Math.log(w / stride), Math.log(h / stride)]
      : [x, y, w, h];
    const objectness = object === null ? NOTHING : 0.95;
    return hasObjectness
      ? [...box, objectness, ...scoresOf(object, classes, objectness)]
      : [...box, ...scoresOf(object, classes)];
  });
}

/** Rows of class scores and, for each side, a distribution whose mean is the distance: as NanoDet gives them, before softmax. */
export function distanceRows(
  objects: readonly KnownObject[],
  size: PixelSize,
  layout: {
    readonly classes: number;
    readonly bins: number;
    readonly strides: readonly number[];
    readonly centre: number;
  },
): number[][] {
  const { classes, bins, strides, centre } = layout;
  // Two neighbouring bins whose shares have the mean that is wanted; the others get nothing.
  const logits = (distance: number) => {
    const lower = Math.min(bins - 2, Math.floor(distance));
    return Array.from({ length: bins }, (_, bin) => {
      const share = bin === lower ? lower + 1 - distance : bin === lower + 1 ? distance - lower : 0;
      return Math.log(Math.max(share, 1e-9));
    });
  };
  return placed(objects, size, strides, 1).map(({ location, object }) => {
    const [x, y] = [(location.column + centre) * location.stride, (location.row + centre) * location.stride];
    const [x1, y1, x2, y2] = object?.box ?? [x, y, x, y];
    const sides = [x - x1, y - y1, x2 - x, y2 - y].map((distance) => distance / location.stride);
    return [...scoresOf(object, classes), ...sides.flatMap(logits)];
  });
}

/** Rows of x1, y1, x2, y2, score, class, filled up with rows of nothing. */
export function finishedRows(objects: readonly KnownObject[], count: number): number[][] {
  return Array.from({ length: count }, (_, index) => {
    const object = objects[index];
    return object === undefined ? [0, 0, 4, 4, 0.001, 0] : [...object.box, object.score, object.classId];
  });
}

/** Rows of x, y, w, h in fractions, and of class scores, of `count` queries. */
export function queryRows(objects: readonly KnownObject[], size: PixelSize, classes: number, count: number) {
  return Array.from({ length: count }, (_, index) => {
    const object = objects[index] ?? null;
    const [x = 0, y = 0, w = 0, h = 0] = centred(object?.box ?? [0, 0, 4, 4]);
    return {
      box: [x / size.width, y / size.height, w / size.width, h / size.height],
      scores: scoresOf(object, classes),
    };
  });
}

/** Rows as columns. */
export function transposed(rows: readonly (readonly number[])[]): number[][] {
  return (rows[0] ?? []).map((_, column) => rows.map((row) => row[column] ?? 0));
}
