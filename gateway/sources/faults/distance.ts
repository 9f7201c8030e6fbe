import type { Position } from '../telemetry/extracted-readings.js';

const EARTH_RADIUS_M = 6_371_000;
const RADIANS = Math.PI / 180;

/** Distance of two places on the ground, metres; exact to half a per cent. */
export function distanceMetres(a: Position, b: Position): number {
  const dLat = (b.lat - a.lat) * RADIANS;
  const dLng = (b.lng - a.lng) * RADIANS;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.lat * RADIANS) * Math.cos(b.lat * RADIANS) * Math.sin(dLng / 2) ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}
