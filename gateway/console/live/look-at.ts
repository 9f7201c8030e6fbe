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

/** Over so long between two looks an object is taken to have moved evenly. */
const EVEN_MS = 1_500;

type Track = LiveLook['tracks'][number];

function between(from: Track['box'], to: Track['box'], share: number): Track['box'] {
  const at = (edge: keyof Track['box']) => from[edge] + (to[edge] - from[edge]) * share;
  return { x1: at('x1'), y1: at('y1'), x2: at('x2'), y2: at('y2') };
}

/** What a look showed, with each box where it was on the way to the next look, which saw it too. */
function moved(look: LiveLook, next: LiveLook, capturedAtMs: number): LiveLook {
  const share = Math.max(0, (capturedAtMs - look.atMs) / (next.atMs - look.atMs));
  const tracks = look.tracks.map((track) => {
    const later = next.tracks.find(({ trackId, isVisible }) => trackId === track.trackId && isVisible);
    return later === undefined || !track.isVisible ? track : { ...track, box: between(track.box, later.box, share) };
  });
  return { ...look, tracks };
}

/**
 * What is to be drawn over a picture: the newest look that is not ahead of it, null where there is none. Looks are few and pictures many: what was seen by the
 * next look too stands where it was between the two.
 */
export function lookAt(kept: readonly LiveLook[], capturedAtMs: number): LiveLook | null {
  const place = kept.findLastIndex(({ atMs }) => atMs <= capturedAtMs + AHEAD_MS);
  const look = kept[place];
  if (look === undefined) return null;
  const next = kept[place + 1];
  return next === undefined || next.atMs - look.atMs > EVEN_MS ? look : moved(look, next, capturedAtMs);
}
