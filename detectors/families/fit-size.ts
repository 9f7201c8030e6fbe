import type { PixelSize } from '../geometry/letterbox.js';

/** How a frame lies in a model's input of another size: scaled alike in both directions, in the middle, with bars. */
export interface Fit {
  /** Size that the frame is scaled to. */
  readonly scaled: PixelSize;
  /** Where it begins in the input, pixels. */
  readonly left: number;
  readonly top: number;
}

/** The largest place in a model's input that a frame fits into. */
export function fitFrame(frame: PixelSize, input: PixelSize): Fit {
  const scale = Math.min(input.width / frame.width, input.height / frame.height);
  const scaled = { width: Math.round(frame.width * scale), height: Math.round(frame.height * scale) };
  return {
    scaled,
    left: Math.floor((input.width - scaled.width) / 2),
    top: Math.floor((input.height - scaled.height) / 2),
  };
}

/** The next size up whose sides are multiples of a step. */
export function roundUp({ width, height }: PixelSize, step: number): PixelSize {
  return { width: Math.ceil(width / step) * step, height: Math.ceil(height / step) * step };
}
