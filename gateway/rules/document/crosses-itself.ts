import type { Point, Polygon } from '@lamppost/contracts';

/** Polygons of more points are not looked into: the time goes with the square of their number. */
const MAX_POINTS = 500;

/** Whether two edges of a polygon cross. Edges that only touch do not. */
export function crossesItself(polygon: Polygon): boolean {
  if (polygon.length > MAX_POINTS) return false;
  const edges = polygon.map((start, index) => [start, polygon[(index + 1) % polygon.length] ?? start] as const);
  return edges.some(([a, b], index) => edges.slice(index + 1).some(([c, d]) => cross(a, b, c, d)));
}

/** Strictly: neighbours, which share a point, never do. */
function cross(a: Point, b: Point, c: Point, d: Point): boolean {
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/** On which side of the line from `a` to `b` a point lies: above 0, below 0, or on it. */
function side([ax, ay]: Point, [bx, by]: Point, [px, py]: Point): number {
  return Math.sign((bx - ax) * (py - ay) - (by - ay) * (px - ax));
}
