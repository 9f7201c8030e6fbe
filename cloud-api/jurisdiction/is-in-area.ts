import pointInPolygon from 'point-in-polygon-hao';
import type { AreaGeometry } from './area.js';

/** West, south, east and north end, in degrees. */
export interface Box {
  readonly minLng: number;
  readonly minLat: number;
  readonly maxLng: number;
  readonly maxLat: number;
}

function polygonsOf(geometry: AreaGeometry): Extract<AreaGeometry, { type: 'MultiPolygon' }>['coordinates'] {
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
}

/** The box around an area. */
export function boxOf(geometry: AreaGeometry): Box {
  const box = { minLng: Infinity, minLat: Infinity, maxLng: -Infinity, maxLat: -Infinity };
  for (const [lng, lat] of polygonsOf(geometry).flat(2)) {
    box.minLng = Math.min(box.minLng, lng);
    box.minLat = Math.min(box.minLat, lat);
    box.maxLng = Math.max(box.maxLng, lng);
    box.maxLat = Math.max(box.maxLat, lat);
  }
  return box;
}

/**
 * Whether a place lies in an area. Its border belongs to it, that of a hole too: so a place on the border of two areas lies in both, and
 * people decide.
 */
export function isInArea(geometry: AreaGeometry, place: { readonly lng: number; readonly lat: number }): boolean {
  return polygonsOf(geometry).some((rings) => {
    const plain = rings.map((ring) => ring.map(([lng, lat]): [number, number] => [lng, lat]));
    return pointInPolygon([place.lng, place.lat], plain) !== false;
  });
}
