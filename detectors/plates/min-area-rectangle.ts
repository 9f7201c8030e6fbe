/** A point in pixels, y downwards. */
export type PixelPoint = readonly [number, number];

/** A rectangle that may be turned. Pixels; the angle is that of its width against the x axis, clockwise, between -45 and 45 degrees. */
export interface TurnedRectangle {
  readonly centreX: number;
  readonly centreY: number;
  readonly width: number;
  readonly height: number;
  readonly angleDeg: number;
}

function turn(origin: PixelPoint, a: PixelPoint, b: PixelPoint): number {
  return (a[0] - origin[0]) * (b[1] - origin[1]) - (a[1] - origin[1]) * (b[0] - origin[0]);
}

function halfHull(points: readonly PixelPoint[]): PixelPoint[] {
  const hull: PixelPoint[] = [];
  for (const point of points) {
    for (;;) {
      const [last, before] = [hull.at(-1), hull.at(-2)];
      if (last === undefined || before === undefined || turn(before, last, point) > 0) break;
      hull.pop();
    }
    hull.push(point);
  }
  return hull.slice(0, -1);
}

/** Corners of the convex hull, in order (Andrew's monotone chain). */
function convexHull(points: readonly PixelPoint[]): PixelPoint[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  return [...halfHull(sorted), ...halfHull(sorted.toReversed())];
}

/** The rectangle around the points along a direction. */
function around(points: readonly PixelPoint[], angle: number): TurnedRectangle {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity];
  for (const [x, y] of points) {
    const along = x * cos + y * sin;
    const across = y * cos - x * sin;
    [left, right] = [Math.min(left, along), Math.max(right, along)];
    [top, bottom] = [Math.min(top, across), Math.max(bottom, across)];
  }
  const [along, across] = [(left + right) / 2, (top + bottom) / 2];
  return {
    centreX: along * cos - across * sin,
    centreY: along * sin + across * cos,
    width: right - left,
    height: bottom - top,
    angleDeg: (angle * 180) / Math.PI,
  };
}

/** The smallest rectangle that holds all points. One of its sides lies on a side of their convex hull. */
export function minAreaRectangle(points: readonly PixelPoint[]): TurnedRectangle {
  const hull = convexHull(points);
  let best = around(points, 0);
  hull.forEach(([x, y], index) => {
    const [nextX, nextY] = hull[(index + 1) % hull.length] ?? [x, y];
    // Sides at right angles give the same rectangle: one direction within 45 degrees of the x axis stands for all four.
    const angle = Math.atan2(nextY - y, nextX - x);
    const upright = angle - Math.round(angle / (Math.PI / 2)) * (Math.PI / 2);
    const rectangle = around(hull, upright);
    if (rectangle.width * rectangle.height < best.width * best.height) best = rectangle;
  });
  return best;
}
