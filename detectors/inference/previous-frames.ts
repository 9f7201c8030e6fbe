import type { Picture } from './frame.js';

/** Largest time between two frames whose change still says something about flicker. */
const MAX_GAP_MS = 2_000;
/** A camera that sent nothing for this long is forgotten. */
const FORGET_AFTER_MS = 60_000;

/** Keeps the last frame of each camera, for what must be measured between two frames. */
export class PreviousFrames {
  readonly #frames = new Map<string, Picture>();

  /** Cameras of which a frame is kept. */
  get size(): number {
    return this.#frames.size;
  }

  /** Puts a frame in the place of its camera's last one, and returns the bytes of that if the two can be compared. */
  exchange(frame: Picture): Uint8Array | null {
    const previous = this.#frames.get(frame.cameraId);
    for (const [cameraId, { capturedAtMs }] of this.#frames)
      if (capturedAtMs < frame.capturedAtMs - FORGET_AFTER_MS) this.#frames.delete(cameraId);
    // A copy: the caller may write on the bytes again once the look is over.
    this.#frames.set(frame.cameraId, { ...frame, data: frame.data.slice() });
    if (previous === undefined) return null;
    const gapMs = frame.capturedAtMs - previous.capturedAtMs;
    const isSameSize = previous.width === frame.width && previous.height === frame.height;
    return isSameSize && gapMs > 0 && gapMs <= MAX_GAP_MS ? previous.data : null;
  }
}
