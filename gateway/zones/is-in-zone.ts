import type { Box, Polygon } from '@lamppost/contracts';
import pointInPolygon from 'point-in-polygon-hao';

/** Polygons as the library wants them: rings that end where they begin. */
const rings = new WeakMap<Polygon, [number, number][][]>();

function ringsOf(polygon: Polygon): [number, number][][] {
  const known = rings.get(polygon);
  if (known !== undefined) return known;
  const closed = [[...polygon, ...polygon.slice(0, 1)]];
  rings.set(polygon, closed);
  return closed;
}

/** Whether a point lies in a polygon, or on its edge. The polygon must not be changed afterwards. */
export function isPointInPolygon(x: number, y: number, polygon: Polygon): boolean {
  // The library answers 0 for a point on the edge.
  return pointInPolygon([x, y], ringsOf(polygon)) !== false;
}

/** Whether something stands in the zone: the middle of its lower edge, where it touches the ground, lies in the polygon. */
export function hasFootInZone(box: Box, polygon: Polygon): boolean {
  return isPointInPolygon((box.x1 + box.x2) / 2, box.y2, polygon);
}
