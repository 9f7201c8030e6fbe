import sharp, { type Sharp } from 'sharp';

/** Pixels of a picture in memory: red, green and blue, a byte each. */
export interface RawPicture {
  readonly data: Buffer;
  readonly width: number;
  readonly height: number;
}

/** Decodes a picture once, so that several copies are made of it. */
export async function decodePicture(bytes: Buffer): Promise<RawPicture> {
  const { data, info } = await sharp(bytes).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** The picture as sharp takes it. */
export function sharpOf({ data, width, height }: RawPicture): Sharp {
  return sharp(data, { raw: { width, height, channels: 3 } });
}

/** A picture with others laid over it. */
export async function layOver(picture: RawPicture, layers: Parameters<Sharp['composite']>[0]): Promise<RawPicture> {
  if (layers.length === 0) return picture;
  const { data, info } = await sharpOf(picture)
    .composite(layers)
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { data, width: info.width, height: info.height };
}

/** Quality of shown copies: they are looked at; what proves is the original beside them. */
const SHOWN_QUALITY = 88;

/** The picture as JPEG, fit to be shown. */
export async function toShownJpeg(picture: RawPicture): Promise<Buffer> {
  return sharpOf(picture).jpeg({ quality: SHOWN_QUALITY }).toBuffer();
}
