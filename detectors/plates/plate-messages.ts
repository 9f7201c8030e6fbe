import type { PlatesRead, VehicleStill } from './read-stills.js';

/** To the process of a PlateReader, once. */
export type PlateRequest = readonly VehicleStill[];

/** From it, once. */
export type PlateAnswer =
  { readonly kind: 'read'; readonly result: PlatesRead } | { readonly kind: 'failed'; readonly message: string };
