import type { Box } from '@lamppost/contracts';
import sharp from 'sharp';

const STROKE_PX = 4;
const JPEG_QUALITY = 90;

/** A copy of a picture with a frame drawn around the subject, as JPEG. The original stays as it is, beside it. */
export async function drawSubject(jpeg: Buffer, box: Box): Promise<Buffer> {
  const picture = sharp(jpeg);
  const { width, height } = await picture.metadata();
  const left = Math.floor(box.x1 * width);
  const top = Math.floor(box.y1 * height);
  const boxWidth = Math.max(2 * STROKE_PX, Math.min(width - left, Math.ceil((box.x2 - box.x1) * width)));
  const boxHeight = Math.max(2 * STROKE_PX, Math.min(height - top, Math.ceil((box.y2 - box.y1) * height)));
  // Only the box is drawn over: an overlay as large as the picture would cost four times as much.
  const frame = `<svg xmlns="http://www.w3.org/2000/svg" width="${boxWidth}" height="${boxHeight}"><rect x="${STROKE_PX / 2}" y="${STROKE_PX / 2}" width="${boxWidth - STROKE_PX}" height="${boxHeight - STROKE_PX}" fill="none" stroke="#ffd400" stroke-width="${STROKE_PX}"/></svg>`;
  return picture
    .composite([
      { input: Buffer.from(frame), left: Math.min(left, width - boxWidth), top: Math.min(top, height - boxHeight) },
    ])
    .jpeg({ quality: JPEG_QUALITY })
    .toBuffer();
}
