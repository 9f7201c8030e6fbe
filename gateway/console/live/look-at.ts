import type { LiveMessage } from '@lamppost/gateway/console-shapes';

/** What a look showed. */
export type LiveLook = Extract<LiveMessage, { kind: 'look' }>;

/** A look that is newer than the picture by so little belongs to it: looks and pictures are stamped by the same clock, a frame apart at most. */
const AHEAD_MS = 40;
/** Looks that are kept: those of some seconds, for the picture is later than they are. */
const MOST_KEPT = 250;

/** Adds a look to those that are kept, oldest first. */
export function keepLook(kept: readonly LiveLook[], look: LiveLook): LiveLook[] {
  return [...kept.filter(({ atMs }) => atMs < look.atMs), look].slice(-MOST_KEPT);
}

/** The look that belongs to a picture: the newest that is not ahead of it; null where there is none. */
export function lookAt(kept: readonly LiveLook[], capturedAtMs: number): LiveLook | null {
  return kept.findLast(({ atMs }) => atMs <= capturedAtMs + AHEAD_MS) ?? null;
}
