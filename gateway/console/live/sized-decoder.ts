import { isEntry, type WaitingPicture } from './waiting-picture.js';

/** Where the width and the height of a picture stand in its sequence header, 12 bits each: ISO/IEC 11172-2, 2.4.2.3. */
const SIZE_AT = 4;

/** Width and height as they are written in front of a picture that needs no other; null of any other. */
function writtenSize(picture: WaitingPicture): string | null {
  return isEntry(picture) ? String(picture.parts[0]?.subarray(SIZE_AT, SIZE_AT + 3)) : null;
}

/** What decodes a stream of one size. */
export interface PictureDecoder {
  write(pts: number, parts: readonly Uint8Array[]): void;
  decode(): boolean | undefined;
}

/** Decodes a stream whose size may change: a decoder reads the size of its first picture alone, so each size has one of its own. */
export class SizedDecoder {
  private decoder: PictureDecoder;
  private size: string | null = null;

  constructor(private readonly fresh: () => PictureDecoder) {
    this.decoder = fresh();
  }

  /** Decodes one picture; whether there is a new one to be shown. */
  decode(picture: WaitingPicture): boolean {
    const size = writtenSize(picture);
    if (size !== null && this.size !== null && size !== this.size) this.decoder = this.fresh();
    this.size = size ?? this.size;
    this.decoder.write(picture.pts, picture.parts);
    return this.decoder.decode() === true;
  }
}
