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

/** Over so long an object is taken to move evenly. */
const EVEN_MS = 1_500;

type Track = LiveLook['tracks'][number];

function along(from: Track['box'], to: Track['box'], share: number): Track['box'] {
  const at = (edge: keyof Track['box']) => from[edge] + (to[edge] - from[edge]) * share;
  return { x1: at('x1'), y1: at('y1'), x2: at('x2'), y2: at('y2') };
}

/** What `look` showed, with the boxes where they were at `atMs` on their way from one look to another; those that both of them saw. */
function moved(look: LiveLook, [from, to]: readonly [LiveLook, LiveLook], atMs: number): LiveLook {
  if (to.atMs - from.atMs > EVEN_MS || atMs - to.atMs > EVEN_MS) return look;
  const share = Math.max(0, (atMs - from.atMs) / (to.atMs - from.atMs));
  const boxIn = ({ tracks }: LiveLook, id: number) =>
    tracks.find(({ trackId, isVisible }) => trackId === id && isVisible)?.box;
  const tracks = look.tracks.map((track) => {
    const [first, second] = [boxIn(from, track.trackId), boxIn(to, track.trackId)];
    const isOnItsWay = track.standingSinceMs === null && first !== undefined && second !== undefined;
    return isOnItsWay ? { ...track, box: along(first, second, share) } : track;
  });
  return { ...look, tracks };
}

/**
 * What is to be drawn over a picture: the newest look that is not ahead of it, null where there is none. Looks are few and pictures many, and a look takes
 * longer than a picture: what moves is drawn where it is on its way to the next look, or from the last one on.
 */
export function lookAt(kept: readonly LiveLook[], capturedAtMs: number): LiveLook | null {
  const place = kept.findLastIndex(({ atMs }) => atMs <= capturedAtMs + AHEAD_MS);
  const look = kept[place];
  if (look === undefined) return null;
  const [before, after] = [kept[place - 1], kept[place + 1]];
  if (after !== undefined) return moved(look, [look, after], capturedAtMs);
  return before === undefined ? look : moved(look, [before, look], capturedAtMs);
}
