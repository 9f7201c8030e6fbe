import type { Violation } from '@lamppost/contracts';
import type { Logger } from 'pino';
import type { PackageMedia } from '../evidence/seal-package.js';
import { type Seen, type StillSight, seePicture } from '../evidence/see-picture.js';
import { cutClips } from '../footage/cut-clip.js';
import type { Still } from '../footage/decode-pictures.js';
import type { FootageRing } from '../footage/footage-ring.js';
import type { Rule } from '../rules/document/rule.js';
import { type ChosenStill, chooseStill } from './choose-still.js';
import { stillMoments, stillWindow } from './still-moments.js';

/** GA/T 832: stills of a stationary vehicle at least 10 s apart. Used where the rule says nothing. */
const LEAST_APART_MS = 10_000;
/** Longest clip, and most bytes of it, together: what an officer looks through, and what a metered link bears. */
const CLIP_LIMITS = { maxMs: 60_000, maxBytes: 12_000_000 } as const;
/** A clip begins this much before the first moment, so that it is seen how it came. */
const CLIP_LEAD_MS = 2_000;

/** Options of {@link collectMedia}. */
export interface CollectMediaOptions {
  /** Footage of the violation's camera; null when the gateway has none. */
  readonly ring: FootageRing | null;
  readonly ffmpegPath: string;
  /** Looks at the stills; null when there is nothing that can. */
  readonly sight: StillSight | null;
  /** Stills that the rule wants; null where it says nothing. */
  readonly stills: Rule['stills'];
  /** What a violation that was measured was judged by; empty for one that was seen. */
  readonly readings: (violation: Violation) => readonly object[];
  /** Ends the wait for footage. */
  readonly signal: AbortSignal;
  readonly log: Logger;
}

/** The originals of a violation's package. */
export interface CollectedMedia {
  readonly media: readonly PackageMedia[];
  /** What was seen in each still, by its name; null when nobody could look. */
  readonly seen: ReadonlyMap<string, readonly Seen[] | null>;
}

/** The originals of a violation's package. Fewer than two stills of a camera's violation means that the footage was not there. */
export async function collectMedia(violation: Violation, options: CollectMediaOptions): Promise<CollectedMedia> {
  const { ring } = options;
  const stills = ring === null ? [] : await takeStills(violation, ring, options);
  const media: PackageMedia[] = stills.map((still, index) => ({
    name: `still-${index + 1}.jpg`,
    role: 'still',
    mediaType: 'image/jpeg',
    bytes: still.jpeg,
    capturedAtMs: still.capturedAtMs,
    derivedFrom: null,
  }));
  const seen = new Map(stills.map((still, index) => [`still-${index + 1}.jpg`, still.seen]));
  if (ring !== null && stills.length > 0) media.push(...(await takeClips(violation, ring, options)));
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
  return { media, seen };
}

async function takeStills(
  violation: Violation,
  ring: FootageRing,
  options: CollectMediaOptions,
): Promise<ChosenStill[]> {
  const stills: ChosenStill[] = [];
  const leastApartMs = options.stills === null ? LEAST_APART_MS : options.stills.leastSecondsApart * 1000;
  const see = async (still: Still) => look(still, violation, options);
  const moments = stillMoments(violation, options.stills);
  for (const index of moments.keys()) {
    const firstTakenMs = stills[0]?.capturedAtMs ?? null;
    const window = stillWindow({ moments, index, leastApartMs, firstTakenMs });
    // The earlier moments are on disk already: they are decoded while footage of the last one still comes.
    await ring.reach(window.toMs, options.signal);
    const { ffmpegPath } = options;
    const still = await chooseStill(window, { ring, ffmpegPath, subject: violation.subject, see });
    if (still !== null && still.capturedAtMs !== stills.at(-1)?.capturedAtMs) stills.push(still);
  }
  return stills;
}

/** What is seen in a still; null when the detector failed: then all of it is masked. */
async function look(
  { jpeg, capturedAtMs }: Still,
  { violationId }: Violation,
  { sight, log }: CollectMediaOptions,
): Promise<readonly Seen[] | null> {
  if (sight === null) return null;
  try {
    return await seePicture(jpeg, capturedAtMs, sight);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    log.warn({ violationId, reason }, 'a still could not be looked at; its shown copy is masked as a whole');
    return null;
  }
}

async function takeClips(
  { matter, startedAtMs, triggeredAtMs }: Violation,
  ring: FootageRing,
  { ffmpegPath }: CollectMediaOptions,
): Promise<PackageMedia[]> {
  const firstMs = matter === 'dust' ? Math.max(startedAtMs, triggeredAtMs - CLIP_LIMITS.maxMs / 2) : startedAtMs;
  const clips = await cutClips(firstMs - CLIP_LEAD_MS, triggeredAtMs, { ring, ffmpegPath, ...CLIP_LIMITS });
  return clips.map(({ mp4, startMs }, index) => ({
    name: `clip-${index + 1}.mp4`,
    role: 'clip',
    mediaType: 'video/mp4',
    bytes: mp4,
    capturedAtMs: startMs,
    derivedFrom: null,
  }));
}
