import type { Point, Polygon } from '@lamppost/contracts';

/** Where a point snaps to, and to what. */
export interface Snapped {
  readonly point: Point;
  readonly to: 'frame' | 'corner' | 'edge' | null;
}

/** Corners that an area must keep. */
export const LEAST_CORNERS = 3;
/** Coordinates are written to a ten-thousandth of the picture. */
const STEPS = 10_000;

const clamp = (value: number) => Math.min(1, Math.max(0, value));

/** A coordinate within the picture, as it is written. */
export function tidy(value: number): number {
  return Math.round(clamp(value) * STEPS) / STEPS;
}

/** The polygon with one corner elsewhere. */
export function moveCorner(polygon: Polygon, index: number, [x, y]: Point): Polygon {
  return polygon.map((corner, place) => (place === index ? [tidy(x), tidy(y)] : corner));
}

/** The whole polygon moved, as far as the picture goes: its shape stays. */
export function movePolygon(polygon: Polygon, byX: number, byY: number): Polygon {
  const within = (values: readonly number[], by: number) =>
    Math.min(1 - Math.max(...values), Math.max(-Math.min(...values), by));
  const dx = within(
    polygon.map(([x]) => x),
    byX,
  );
  const dy = within(
    polygon.map(([, y]) => y),
    byY,
  );
  return polygon.map(([x, y]) => [tidy(x + dx), tidy(y + dy)]);
}

/** The polygon with a corner more, in the middle of the edge behind one. */
export function splitEdge(polygon: Polygon, index: number): Polygon {
  const [x1, y1] = polygon[index] ?? [0, 0];
  const [x2, y2] = polygon[(index + 1) % polygon.length] ?? [0, 0];
  return [...polygon.slice(0, index + 1), [tidy((x1 + x2) / 2), tidy((y1 + y2) / 2)], ...polygon.slice(index + 1)];
}

/** The polygon without a corner; the same where it would be none any more. */
export function removeCorner(polygon: Polygon, index: number): Polygon {
  return polygon.length <= LEAST_CORNERS ? polygon : polygon.filter((_, place) => place !== index);
}

/** The point of the line between two that is nearest to a third. */
function nearestOnEdge([x, y]: Point, [x1, y1]: Point, [x2, y2]: Point): Point {
  const [dx, dy] = [x2 - x1, y2 - y1];
  const length = dx * dx + dy * dy;
  const share = length === 0 ? 0 : clamp(((x - x1) * dx + (y - y1) * dy) / length);
  return [x1 + share * dx, y1 + share * dy];
}

/**
 * A point where it snaps to: to a corner of another area before an edge of one, and to the frame of the picture in each direction by itself.
 *
 * @param within - how near it must be, as a share of the picture's width
 * @param aspect - the picture's width divided by its height
 */
export function snapPoint(point: Point, others: readonly Polygon[], within: number, aspect: number): Snapped {
  const distance = ([x, y]: Point) => Math.hypot(x - point[0], (y - point[1]) / aspect);
  const nearest = (candidates: readonly Point[]) =>
    candidates.filter((one) => distance(one) <= within).sort((a, b) => distance(a) - distance(b))[0];
  const corner = nearest(others.flat());
  if (corner !== undefined) return { point: corner, to: 'corner' };
  const edge = nearest(
    others.flatMap((polygon) =>
      polygon.map((start, index) => nearestOnEdge(point, start, polygon[(index + 1) % polygon.length] ?? start)),
    ),
  );
  if (edge !== undefined) return { point: [tidy(edge[0]), tidy(edge[1])], to: 'edge' };
  const toFrame = (value: number, room: number) => (value < room ? 0 : value > 1 - room ? 1 : tidy(value));
  const framed: Point = [toFrame(point[0], within), toFrame(point[1], within * aspect)];
  const isFramed = framed[0] === 0 || framed[0] === 1 || framed[1] === 0 || framed[1] === 1;
  return { point: framed, to: isFramed ? 'frame' : null };
}
