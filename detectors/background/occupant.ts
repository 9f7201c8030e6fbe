import type { Box } from '@lamppost/contracts';
import { CARRIED, VEHICLES } from '../decoding/label-groups.js';
import type { Track } from '../tracking/track.js';

/** Something known that covers part of the picture: what is behind it can't be seen, and it is no unknown object itself. */
export interface Occupant {
  readonly box: Box;
  /** A vehicle that stands may go on standing where the detector misses it. One that was seen in passing may be a mistake. */
  readonly isParked: boolean;
}

const ON_WHEELS: ReadonlySet<string> = new Set([...VEHICLES, 'bicycle', 'train']);
const OTHERS: ReadonlySet<string> = new Set([...CARRIED, 'person', 'cat', 'dog', 'horse', 'bird']);

/** What covers the picture: all that is seen of people, animals, luggage and vehicles, and what is remembered to stand. */
export function occupantsOf(tracks: readonly Track[]): Occupant[] {
  return tracks.flatMap(({ label, box, visible, stationarySinceMs }) => {
    const isVehicle = ON_WHEELS.has(label);
    const covers = isVehicle || OTHERS.has(label);
    const stands = stationarySinceMs !== null;
    return covers && (visible || stands) ? [{ box, isParked: isVehicle && stands }] : [];
  });
}
