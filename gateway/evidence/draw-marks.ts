import type { Box, Polygon } from '@lamppost/contracts';
import { type RawPicture, layOver } from './raw-picture.js';

/** What is drawn into a picture. */
export interface Marks {
  /** What it is about; null where it has no place in the picture. */
  readonly subject: Box | null;
  /** The zone in which it is not allowed; null where there is none. */
  readonly zone: Polygon | null;
}

const SUBJECT_COLOUR = '#ffd400';
const ZONE_COLOUR = '#ff3b30';
/** Width of a line as a share of the picture's height. */
const STROKE = 1 / 270;
/** The subject's frame stands this far off it, in strokes: it must hide no plate. */
const CLEARANCE = 1.5;

/** A copy of a picture with the subject framed and the zone outlined. */
export async function drawMarks(picture: RawPicture, { subject, zone }: Marks): Promise<RawPicture> {
  const { width, height } = picture;
  const stroke = Math.max(2, height * STROKE);
  const off = stroke * CLEARANCE;
  const points = zone?.map(([x, y]) => `${(x * width).toFixed(1)},${(y * height).toFixed(1)}`).join(' ');
  const outline =
    points === undefined
      ? ''
      : `<polygon points="${points}" fill="none" stroke="${ZONE_COLOUR}" stroke-width="${stroke}" stroke-dasharray="${stroke * 5} ${stroke * 3}"/>`;
  const frame = subject === null ? '' : frameAround(subject);
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">${outline}${frame}</svg>`;
  return outline === '' && frame === '' ? picture : layOver(picture, [{ input: Buffer.from(svg) }]);

  function frameAround(box: Box): string {
    const left = Math.max(stroke / 2, box.x1 * width - off);
    const top = Math.max(stroke / 2, box.y1 * height - off);
    const right = Math.min(width - stroke / 2, box.x2 * width + off);
    const bottom = Math.min(height - stroke / 2, box.y2 * height + off);
    const shape = `x="${left}" y="${top}" width="${right - left}" height="${bottom - top}" fill="none"`;
    // A dark line below the bright one: it is seen on every ground.
    return `<rect ${shape} stroke="#000" stroke-opacity="0.6" stroke-width="${stroke * 1.8}"/><rect ${shape} stroke="${SUBJECT_COLOUR}" stroke-width="${stroke}"/>`;
  }
}
