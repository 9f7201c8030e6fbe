import type { Box } from '@lamppost/contracts';
import { type Detection, type InferencePool, LETTERBOX_GREY, letterboxOf } from '@lamppost/detectors';
import sharp, { type Matrix3x3 } from 'sharp';
import { pixelBox } from './pixel-box.js';

/** What looks at stills: the detector that looks at the cameras. */
export type StillSight = Pick<InferencePool, 'look' | 'frameSize'>;

/** Something seen in a still. */
export type Seen = Pick<Detection, 'label' | 'score' | 'box'>;

/** Red, green and blue the other way round, as the models want them. */
const TO_BGR: Matrix3x3 = [
  [0, 0, 1],
  [0, 1, 0],
  [1, 0, 0],
];
/** Tiles of a still, across and down; each takes this share of it, so that they overlap by what a person is wide. */
const TILES = 3;
const TILE_SHARE = 0.4;
/** What ends this near to an inner edge of a tile is cut by it: another tile, or the whole, shows it better. */
const EDGE = 0.01;
/** No camera is called so: its looks take the place of no camera's, and no camera's of them. Whoever else looks takes a line of its own. */
const LINE = '.evidence';
/** Ahead of the cameras: a package is soon looked through, and would wait behind them for as long as the box is busy. */
const WITHIN_MS = 0;
/** What is less sure than this is taken for a smudge: it would hide what the picture is there to show. */
const LEAST_SCORE = 0.28;

const WHOLE: Box = { x1: 0, y1: 0, x2: 1, y2: 1 };

function tiles(): Box[] {
  const starts = Array.from({ length: TILES }, (_, index) => (index * (1 - TILE_SHARE)) / (TILES - 1));
  return starts.flatMap((y1) => starts.map((x1) => ({ x1, y1, x2: x1 + TILE_SHARE, y2: y1 + TILE_SHARE })));
}

/**
 * All that the detector sees in a still: in the whole, and in tiles of it at their own scale, where people are seen who are too small in the
 * whole. The same thing may be there twice.
 *
 * @throws DetectorError when the detector fails, or closes meanwhile
 */
export async function seePicture(jpeg: Buffer, capturedAtMs: number, sight: StillSight, line = LINE): Promise<Seen[]> {
  const { data, info } = await sharp(jpeg).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const seen: Seen[] = [];
  for (const part of [WHOLE, ...tiles()]) {
    const region = pixelBox(part, info);
    const { left, top, width, height, content } = letterboxOf(region, sight.frameSize);
    const pixels = await sharp(data, { raw: { width: info.width, height: info.height, channels: 3 } })
      .extract(region)
      .resize(width, height, { fit: 'fill', kernel: 'linear' })
      .extend({
        left,
        top,
        right: sight.frameSize.width - width - left,
        bottom: sight.frameSize.height - height - top,
        background: { r: LETTERBOX_GREY, g: LETTERBOX_GREY, b: LETTERBOX_GREY },
      })
      .recomb(TO_BGR)
      .raw()
      .toBuffer();
    const picture = { cameraId: line, capturedAtMs, ...sight.frameSize, data: pixels, letterbox: content };
    const look = await sight.look(picture, WITHIN_MS);
    if (look === null) throw new Error('two packages were looked at side by side');
    seen.push(
      ...look.detections
        .filter(({ box, score }) => score >= LEAST_SCORE && !isCut(box, part))
        .map((found) => inWhole(found, part)),
    );
  }
  return seen;
}

/** Whether a box ends at an edge of its part that lies within the picture. */
function isCut(box: Box, part: Box): boolean {
  return (
    (box.x1 < EDGE && part.x1 > 0) ||
    (box.y1 < EDGE && part.y1 > 0) ||
    (box.x2 > 1 - EDGE && part.x2 < 1) ||
    (box.y2 > 1 - EDGE && part.y2 < 1)
  );
}

function inWhole({ label, score, box }: Detection, part: Box): Seen {
  const [width, height] = [part.x2 - part.x1, part.y2 - part.y1];
  const x = (value: number) => Math.min(1, part.x1 + value * width);
  const y = (value: number) => Math.min(1, part.y1 + value * height);
  return { label, score, box: { x1: x(box.x1), y1: y(box.y1), x2: x(box.x2), y2: y(box.y2) } };
}
