import { type PixelPoint, type TurnedRectangle, minAreaRectangle } from './min-area-rectangle.js';

/** Where the text model sees a line of text. */
export interface TextLine extends TurnedRectangle {
  /** Mean probability of text within it, 0 to 1. */
  readonly score: number;
}

/** Each fourth value of the map is looked at: the model makes its map by doubling one of a quarter the size twice. */
const STRIDE = 4;
const IS_TEXT = 0.3;
const MIN_SCORE = 0.5;
const MIN_CELLS = 4;
/** The model marks the core of a line; the line reaches this many times area / perimeter further (Liao et al. 2020). */
const UNCLIP = 1.8;

function grow(rectangle: TurnedRectangle): TurnedRectangle {
  const { width, height } = rectangle;
  const by = (UNCLIP * width * height) / (width + height);
  return { ...rectangle, width: width + by, height: height + by };
}

/** Finds the lines of text in a text model's map of probabilities, rows of `width` values. Coordinates are those of the map. */
export function findTextLines(map: Float32Array, width: number, height: number): TextLine[] {
  const columns = Math.floor(width / STRIDE);
  const rows = Math.floor(height / STRIDE);
  const at = (cell: number) => {
    const [x, y] = [cell % columns, Math.floor(cell / columns)];
    return map[(y * STRIDE + STRIDE / 2) * width + x * STRIDE + STRIDE / 2] ?? 0;
  };
  const isOpen = Uint8Array.from({ length: columns * rows }, (_, cell) => (at(cell) >= IS_TEXT ? 1 : 0));

  const neighbours = (cell: number) => {
    const [x, y] = [cell % columns, Math.floor(cell / columns)];
    const found: number[] = [];
    for (let dy = -1; dy <= 1; dy += 1)
      for (let dx = -1; dx <= 1; dx += 1)
        if (x + dx >= 0 && x + dx < columns && y + dy >= 0 && y + dy < rows) found.push(cell + dy * columns + dx);
    return found;
  };
  const takeRegion = (start: number) => {
    const region = [start];
    isOpen[start] = 0;
    // The region grows while it is gone through.
    for (const member of region) {
      for (const cell of neighbours(member)) {
        if (isOpen[cell] !== 1) continue;
        isOpen[cell] = 0;
        region.push(cell);
      }
    }
    return region;
  };

  const lines: TextLine[] = [];
  isOpen.forEach((_, cell) => {
    // Not the given value: a region that was taken since has closed its cells.
    if (isOpen[cell] !== 1) return;
    const region = takeRegion(cell);
    const score = region.reduce((sum, member) => sum + at(member), 0) / region.length;
    if (region.length < MIN_CELLS || score < MIN_SCORE) return;
    const corners = region.flatMap((member): PixelPoint[] => {
      const [x, y] = [(member % columns) * STRIDE, Math.floor(member / columns) * STRIDE];
      return [
        [x, y],
        [x + STRIDE, y],
        [x, y + STRIDE],
        [x + STRIDE, y + STRIDE],
      ];
    });
    lines.push({ ...grow(minAreaRectangle(corners)), score });
  });
  return lines;
}
