import type { Box } from '@lamppost/contracts';

/** How far a box may reach beyond the picture by rounding, in fractions of it. */
const ROUNDING = 0.01;

/** A line of a label file. */
export interface YoloLabel {
  readonly classId: number;
  readonly box: Box;
  /** 1 for the first. */
  readonly line: number;
}

/** What a label file says. */
export interface YoloLabels {
  readonly labels: readonly YoloLabel[];
  /** Boxes without any size: nothing could be matched with them. */
  readonly empty: number;
  /** Lines that cannot be read: `LINE: what is wrong`. */
  readonly problems: readonly string[];
}

const clamp = (value: number) => Math.min(1, Math.max(0, value));

/** Corners of `x y width height`, or of all corners of an outline; null when the numbers fit neither. */
function cornersOf(numbers: readonly number[]): Box | null {
  if (numbers.length === 4) {
    const [x = 0, y = 0, width = 0, height = 0] = numbers;
    return { x1: x - width / 2, y1: y - height / 2, x2: x + width / 2, y2: y + height / 2 };
  }
  if (numbers.length < 6 || numbers.length % 2 !== 0) return null;
  const across = numbers.filter((_, index) => index % 2 === 0);
  const down = numbers.filter((_, index) => index % 2 === 1);
  return { x1: Math.min(...across), y1: Math.min(...down), x2: Math.max(...across), y2: Math.max(...down) };
}

function isWithin({ x1, y1, x2, y2 }: Box): boolean {
  return Math.min(x1, y1) >= -ROUNDING && Math.max(x2, y2) <= 1 + ROUNDING;
}

/**
 * Reads a YOLO label file: `class x y width height` a line, the middle and the size of a box in fractions of the picture; or
 * `class x y x y x y ...`, an outline, of which the box is taken.
 */
export function parseYoloLabels(text: string): YoloLabels {
  const labels: YoloLabel[] = [];
  const problems: string[] = [];
  let empty = 0;
  text.split(/\r?\n/).forEach((content, index) => {
    const line = index + 1;
    if (content.trim() === '') return;
    const [classId = NaN, ...numbers] = content.trim().split(/\s+/).map(Number);
    const corners = [classId, ...numbers].every(Number.isFinite) ? cornersOf(numbers) : null;
    if (corners === null || !Number.isInteger(classId) || classId < 0)
      problems.push(`${line}: not "class x y width height" in numbers`);
    else if (!isWithin(corners))
      problems.push(`${line}: reaches beyond the picture; boxes must be in fractions of it, 0 to 1, not in pixels`);
    else {
      const box = { x1: clamp(corners.x1), y1: clamp(corners.y1), x2: clamp(corners.x2), y2: clamp(corners.y2) };
      if (box.x1 < box.x2 && box.y1 < box.y2) labels.push({ classId, box, line });
      else empty += 1;
    }
  });
  return { labels, empty, problems };
}
