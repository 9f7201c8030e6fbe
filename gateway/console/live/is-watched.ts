import type { LiveTrack } from '@lamppost/gateway/console-shapes';

/** What comes and goes by itself; all else that stands there is part of the street, unless a rule watches it. */
const COME_AND_GO: ReadonlySet<string> = new Set([
  'person',
  'car',
  'bus',
  'truck',
  'motorcycle',
  'tricycle',
  'bicycle',
  'stall',
]);

/** Whether somebody would want to know how long it stands there. */
export function isWatched({ label, due, isOpen }: LiveTrack): boolean {
  return due !== null || isOpen || COME_AND_GO.has(label);
}
