import type { TextLine } from './find-text-lines.js';
import type { TurnedRectangle } from './min-area-rectangle.js';

/** Bounds of width by height, with some way to go for a plate seen askew: 440 mm by 140 mm, or 220 mm by 140 mm. */
const MIN_ASPECT = 1.1;
const MAX_ASPECT = 7;
/** A plate further from level is seen too much askew to be read. */
const MAX_ANGLE_DEG = 35;
/** Fewer rows than this can't be told apart in the first character. */
const MIN_HEIGHT = 8;
/** Reading one takes 62 ms of processor time, finding all of them 88 ms; what comes after these is letters on the bodywork. */
const MAX_CANDIDATES = 6;

function isPlateShaped({ width, height, angleDeg }: TurnedRectangle): boolean {
  const aspect = width / height;
  return height >= MIN_HEIGHT && aspect >= MIN_ASPECT && aspect <= MAX_ASPECT && Math.abs(angleDeg) <= MAX_ANGLE_DEG;
}

/** The lower row of a double-row plate joined with the upper one; null when the two lines can't be that. */
function joinRows(upper: TextLine, lower: TextLine): TextLine | null {
  const angle = (lower.angleDeg * Math.PI) / 180;
  const [dx, dy] = [upper.centreX - lower.centreX, upper.centreY - lower.centreY];
  const along = dx * Math.cos(angle) + dy * Math.sin(angle);
  const up = dx * Math.sin(angle) - dy * Math.cos(angle);
  const isAbove = up > 0.3 * lower.height && up < 1.3 * lower.height;
  const isCentred = Math.abs(along) < 0.3 * lower.width;
  const isSmaller = upper.width < 1.1 * lower.width && upper.height < 1.2 * lower.height;
  if (!isAbove || !isCentred || !isSmaller || Math.abs(upper.angleDeg - lower.angleDeg) > 15) return null;
  const height = up + (upper.height + lower.height) / 2;
  const shift = (height - lower.height) / 2;
  return {
    ...lower,
    centreX: lower.centreX + shift * Math.sin(angle),
    centreY: lower.centreY - shift * Math.cos(angle),
    height,
    score: Math.min(upper.score, lower.score),
  };
}

/** Which lines of text, or pairs of rows, may be a number plate; the surest first. */
export function plateCandidates(lines: readonly TextLine[]): TextLine[] {
  const pairs = lines.flatMap((lower) => lines.flatMap((upper) => joinRows(upper, lower) ?? []));
  return [...pairs, ...lines].filter(isPlateShaped).slice(0, MAX_CANDIDATES);
}
