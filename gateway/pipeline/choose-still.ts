import type { Violation } from '@lamppost/contracts';
import { labelGroup, intersectionOverUnion } from '@lamppost/detectors';
import type { Seen } from '../evidence/see-picture.js';
import { sharpnessOf } from '../evidence/sharpness-of.js';
import { type Still, decodePictures } from '../footage/decode-pictures.js';
import { extractStill } from '../footage/extract-still.js';
import type { FootageRing } from '../footage/footage-ring.js';

/** Where a still may be taken: nearest to `atMs`, within the other two. */
export interface StillWindow {
  readonly atMs: number;
  readonly fromMs: number;
  readonly toMs: number;
  /** How far it may be put off, either way, when the subject is hidden. */
  readonly slackMs: number;
}

/** A still with what was seen in it. */
export interface ChosenStill extends Still {
  /** Null when nobody could look. */
  readonly seen: readonly Seen[] | null;
}

/** Options of {@link chooseStill}. */
export interface ChooseStillOptions {
  readonly ring: FootageRing;
  readonly ffmpegPath: string;
  readonly subject: Violation['subject'];
  /** Null when the detector can't look. */
  readonly see: (still: Still) => Promise<readonly Seen[] | null>;
}

/** How far from the wanted moment a still may lie when there is no footage of it. */
const TOLERANCE_MS = 5_000;
const STEP_MS = 200;
/** Times around a moment at which a hidden subject is looked for, as shares of the slack. */
const ELSEWHERE = [-0.5, 0.5, -1, 1];
/** Overlap with where the subject was from which on it is seen. */
const SEEN_OVERLAP = 0.35;

/**
 * The still of a moment: the sharpest of those near it; where the subject is hidden in it, one from further off that shows it. Null where the
 * ring has no footage.
 */
export async function chooseStill(window: StillWindow, options: ChooseStillOptions): Promise<ChosenStill | null> {
  const first = await sharpestOf(window, options);
  if (first === null) return null;
  const chosen = { ...first, seen: await options.see(first) };
  if (window.slackMs < STEP_MS || isShown(chosen, options)) return chosen;
  for (const share of ELSEWHERE) {
    const atMs = window.atMs + share * window.slackMs;
    const still = await extractStill(atMs, { ...options, toleranceMs: 0 });
    if (still === null) continue;
    const other = { ...still, seen: await options.see(still) };
    if (isShown(other, options)) return other;
  }
  return chosen;
}

function isShown({ seen }: ChosenStill, { subject }: ChooseStillOptions): boolean {
  if (subject === null || seen === null || labelGroup(subject.label) !== 'vehicle') return true;
  return seen.some(
    ({ label, box }) => labelGroup(label) === 'vehicle' && intersectionOverUnion(box, subject.box) >= SEEN_OVERLAP,
  );
}

async function sharpestOf(window: StillWindow, options: ChooseStillOptions): Promise<Still | null> {
  const segment = options.ring.find(window.atMs, 0);
  const fromMs = Math.max(window.fromMs, segment?.startMs ?? 0);
  const toMs = Math.min(window.toMs, (segment?.endMs ?? 0) - 1);
  const candidates =
    segment === null || toMs < fromMs
      ? []
      : await decodePictures(segment, { fromMs, toMs, stepMs: STEP_MS }, options.ffmpegPath);
  const within = candidates.filter(({ capturedAtMs }) => capturedAtMs <= window.toMs);
  if (within.length <= 1) return within[0] ?? extractStill(window.atMs, { ...options, toleranceMs: TOLERANCE_MS });
  const part = options.subject?.box ?? null;
  const ranked = await Promise.all(
    within.map(async (still) => ({ still, sharpness: await sharpnessOf(still.jpeg, part) })),
  );
  ranked.sort((a, b) => b.sharpness - a.sharpness || a.still.capturedAtMs - b.still.capturedAtMs);
  return ranked[0]?.still ?? null;
}
