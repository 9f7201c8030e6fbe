import sharp from 'sharp';
import type { TurnedRectangle } from './min-area-rectangle.js';

/** What becomes of a rectangle's surroundings before it is turned, so that no corner of it is empty. */
const SURROUNDINGS = 1.2;

/** Cuts a turned rectangle out of a picture and turns it level, as PNG. */
export async function cutLevel(picture: Buffer, rectangle: TurnedRectangle): Promise<Buffer> {
  const { width: pictureWidth, height: pictureHeight } = await sharp(picture).metadata();
  const { centreX, centreY, angleDeg } = rectangle;
  const diagonal = Math.hypot(rectangle.width, rectangle.height) * SURROUNDINGS;
  const left = Math.max(0, Math.floor(centreX - diagonal / 2));
  const top = Math.max(0, Math.floor(centreY - diagonal / 2));
  const right = Math.min(pictureWidth, Math.ceil(centreX + diagonal / 2));
  const bottom = Math.min(pictureHeight, Math.ceil(centreY + diagonal / 2));
  const [around, down] = [right - left, bottom - top];
  const level = await sharp(picture)
    .extract({ left, top, width: around, height: down })
    .rotate(-angleDeg, { background: '#808080' })
    .png()
    .toBuffer({ resolveWithObject: true });
  // Turning keeps the centre of what was cut out in the centre.
  const angle = (-angleDeg * Math.PI) / 180;
  const [dx, dy] = [centreX - left - around / 2, centreY - top - down / 2];
  const x = level.info.width / 2 + dx * Math.cos(angle) - dy * Math.sin(angle);
  const y = level.info.height / 2 + dx * Math.sin(angle) + dy * Math.cos(angle);
  const cutLeft = Math.max(0, Math.round(x - rectangle.width / 2));
  const cutTop = Math.max(0, Math.round(y - rectangle.height / 2));
  return sharp(level.data)
    .extract({
      left: cutLeft,
      top: cutTop,
      width: Math.max(1, Math.min(level.info.width - cutLeft, Math.round(rectangle.width))),
      height: Math.max(1, Math.min(level.info.height - cutTop, Math.round(rectangle.height))),
    })
    .png()
    .toBuffer();
}
