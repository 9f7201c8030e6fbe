import type { Violation } from '@lamppost/contracts';
import { drawSubject } from '../evidence/draw-subject.js';
import type { PackageMedia } from '../evidence/seal-package.js';
import { type Still, extractStill } from '../footage/extract-still.js';
import type { Rule } from '../rules/document/rule.js';
import type { FootageRing } from '../footage/footage-ring.js';
import { stillMoments } from './still-moments.js';

/** How far from the wanted moment a still may lie. */
const TOLERANCE_MS = 5_000;
/** Footage is waited for until it reaches this far beyond a moment, so that a picture is there to decode. */
const BEYOND_MOMENT_MS = 300;

/** Options of {@link collectMedia}. */
export interface CollectMediaOptions {
  /** Footage of the violation's camera; null when the gateway has none. */
  readonly ring: FootageRing | null;
  readonly ffmpegPath: string;
  /** Stills that the rule wants; null where it says nothing. */
  readonly stills: Rule['stills'];
  /** What a violation that was measured was judged by; empty for one that was seen. */
  readonly readings: (violation: Violation) => readonly object[];
  /** Ends the wait for footage. */
  readonly signal: AbortSignal;
}

/** The files of a violation's package. Fewer than two stills of a camera's violation means that the footage was not there. */
export async function collectMedia(violation: Violation, options: CollectMediaOptions): Promise<PackageMedia[]> {
  const stills = options.ring === null ? [] : await takeStills(violation, options.ring, options);
  const media: PackageMedia[] = stills.map((still, index) => ({
    name: `still-${index + 1}.jpg`,
    role: 'still',
    mediaType: 'image/jpeg',
    bytes: still.jpeg,
    capturedAtMs: still.capturedAtMs,
    derivedFrom: null,
  }));
  const last = media.at(-1);
  if (last !== undefined && violation.subject !== null) {
    media.push({
      name: 'subject.jpg',
      role: 'overlay',
      mediaType: 'image/jpeg',
      bytes: await drawSubject(last.bytes, violation.subject.box),
      capturedAtMs: last.capturedAtMs,
      derivedFrom: last.name,
    });
  }
  const readings = options.readings(violation);
  if (readings.length > 0 || media.length === 0) {
    media.push({
      name: 'readings.json',
      role: 'readings',
      mediaType: 'application/json',
      bytes: Buffer.from(JSON.stringify({ sourceId: violation.sourceId, readings }), 'utf8'),
      capturedAtMs: null,
      derivedFrom: null,
    });
  }
  return media;
}

async function takeStills(violation: Violation, ring: FootageRing, options: CollectMediaOptions): Promise<Still[]> {
  const stills: Still[] = [];
  for (const atMs of stillMoments(violation, options.stills)) {
    // The earlier moments are on disk already: they are decoded while footage of the last one still comes.
    await ring.reach(atMs + BEYOND_MOMENT_MS, options.signal);
    const still = await extractStill(atMs, { ring, ffmpegPath: options.ffmpegPath, toleranceMs: TOLERANCE_MS });
    if (still !== null && still.capturedAtMs !== stills.at(-1)?.capturedAtMs) stills.push(still);
  }
  return stills;
}
