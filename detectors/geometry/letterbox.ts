import type { Box } from '@lamppost/contracts';

/** Where a picture lies in a frame of another aspect ratio, in whole pixels of the frame. */
export interface Letterbox {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  /** The same in fractions of the frame. */
  readonly content: Box;
}

/** Grey that fills the bars, 0 to 255 in each channel; NanoDet was trained with none, and a mid grey disturbs it least. */
export const LETTERBOX_GREY = 114;

/** Size in pixels. */
export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** The largest place, in the middle of a frame, that a picture fits into without being stretched. */
export function letterboxOf(picture: PixelSize, frame: PixelSize): Letterbox {
  const scale = Math.min(frame.width / picture.width, frame.height / picture.height);
  const width = Math.max(1, Math.round(picture.width * scale));
  const height = Math.max(1, Math.round(picture.height * scale));
  // ffmpeg keeps colour for two pixels across and down, and places a picture at even ones.
  const left = 2 * Math.floor((frame.width - width) / 4);
  const top = 2 * Math.floor((frame.height - height) / 4);
  const content = {
    x1: left / frame.width,
    y1: top / frame.height,
    x2: (left + width) / frame.width,
    y2: (top + height) / frame.height,
  };
  return { left, top, width, height, content };
}

const clamp = (value: number) => Math.min(1, Math.max(0, value));

/**
 * Takes a box in fractions of a letterboxed frame back to fractions of the picture, cut at the picture's edges.
 *
 * @returns null when the box lies in the bars alone
 */
export function withoutLetterbox(box: Box, content: Box): Box | null {
  const width = content.x2 - content.x1;
  const height = content.y2 - content.y1;
  const picture = {
    x1: clamp((box.x1 - content.x1) / width),
    y1: clamp((box.y1 - content.y1) / height),
    x2: clamp((box.x2 - content.x1) / width),
    y2: clamp((box.y2 - content.y1) / height),
  };
  return picture.x1 < picture.x2 && picture.y1 < picture.y2 ? picture : null;
}
