import type { PlateColour } from '@lamppost/contracts';
import sharp from 'sharp';

/** Share of each side that is left out: the frame around a plate is not its ground. */
const MARGIN = 0.12;
/** Chroma, as a share of the brightest channel, below which a colour is grey. */
const GREY_BELOW = 0.18;
/** Means of a grey plate that is white, and of one that is black; what lies between may be any plate by infrared light. */
const WHITE_FROM = 150;
const BLACK_TO = 100;

/** Tells a plate's ground colour from the means of its red, green and blue, 0 to 255. */
export function namePlateColour(red: number, green: number, blue: number): PlateColour {
  const brightest = Math.max(red, green, blue);
  const chroma = brightest - Math.min(red, green, blue);
  if (chroma <= GREY_BELOW * brightest) {
    if (brightest >= WHITE_FROM) return 'white';
    return brightest <= BLACK_TO ? 'black' : 'unknown';
  }
  if (blue === brightest) return 'blue';
  // Yellow has much red and green alike and little blue; the green of new energy has more green than red.
  return green > red * 1.08 ? 'green' : 'yellow';
}

/** Colour of the ground of a plate in a picture of nothing else. */
export async function plateColour(picture: Buffer): Promise<PlateColour> {
  const { width, height } = await sharp(picture).metadata();
  const left = Math.floor(width * MARGIN);
  const top = Math.floor(height * MARGIN);
  const region = { left, top, width: Math.max(1, width - 2 * left), height: Math.max(1, height - 2 * top) };
  const inner = await sharp(picture).removeAlpha().toColourspace('srgb').extract(region).png().toBuffer();
  const { channels } = await sharp(inner).stats();
  const [red, green, blue] = channels.map(({ mean }) => mean);
  return namePlateColour(red ?? 0, green ?? red ?? 0, blue ?? red ?? 0);
}
