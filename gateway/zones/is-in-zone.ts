import type { Box, Polygon } from '@lamppost/contracts';
import pointInPolygon from 'point-in-polygon-hao';

/** Whether a point lies in a polygon, or on its edge. */
export function isPointInPolygon(x: number, y: number, polygon: Polygon): boolean {
  // The library wants rings closed, and answers 0 for a point on the edge.
  return pointInPolygon([x, y], [[...polygon, ...polygon.slice(0, 1)]]) !== false;
}

/** Whether something stands in the zone: the middle of its lower edge, where it touches the ground, lies in the polygon. */
export function hasFootInZone(box: Box, polygon: Polygon): boolean {
  return isPointInPolygon((box.x1 + box.x2) / 2, box.y2, polygon);
}
