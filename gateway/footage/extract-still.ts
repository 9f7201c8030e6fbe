import { type Still, decodePictures } from './decode-pictures.js';
import type { FootageRing } from './footage-ring.js';

/** Options of {@link extractStill}. */
export interface ExtractStillOptions {
  readonly ring: FootageRing;
  readonly ffmpegPath: string;
  /** How far from the wanted moment the picture may lie, milliseconds. */
  readonly toleranceMs: number;
}

/** Frames before the end of a segment that a seek must stay clear of, so that one is always left to decode. */
const BEFORE_END_MS = 250;

/** Decodes the picture nearest to a moment from the camera's own bitstream; null when the ring does not hold it. */
export async function extractStill(atMs: number, options: ExtractStillOptions): Promise<Still | null> {
  const segment = options.ring.find(atMs, options.toleranceMs);
  if (segment === null) return null;
  const lastMs = Math.max(segment.startMs, segment.endMs - BEFORE_END_MS);
  const momentMs = Math.min(Math.max(atMs, segment.startMs), lastMs);
  const request = { fromMs: momentMs, toMs: momentMs, stepMs: 1 };
  return (await decodePictures(segment, request, options.ffmpegPath))[0] ?? null;
}
