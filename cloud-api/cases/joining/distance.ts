const EARTH_RADIUS_M = 6_371_000;
const RADIANS = Math.PI / 180;

/** A place in degrees. */
export interface Coordinates {
  readonly lng: number;
  readonly lat: number;
}

/** Metres between two places along a great circle (haversine). */
export function distanceM(a: Coordinates, b: Coordinates): number {
  const halfLat = Math.sin(((b.lat - a.lat) * RADIANS) / 2);
  const halfLng = Math.sin(((b.lng - a.lng) * RADIANS) / 2);
  const h = halfLat ** 2 + Math.cos(a.lat * RADIANS) * Math.cos(b.lat * RADIANS) * halfLng ** 2;
  return 2 * EARTH_RADIUS_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Degrees around a place that hold all within `radiusM` of it. */
export interface Surroundings {
  readonly south: number;
  readonly north: number;
  readonly west: number;
  readonly east: number;
}

/** A frame around all places within `radiusM`, away from the poles and from longitude 180. */
export function surroundingsOf({ lng, lat }: Coordinates, radiusM: number): Surroundings {
  const degrees = radiusM / EARTH_RADIUS_M / RADIANS;
  const wider = degrees / Math.max(0.01, Math.cos(lat * RADIANS));
  return { south: lat - degrees, north: lat + degrees, west: lng - wider, east: lng + wider };
}

/** Side of a cell in degrees: about 2 km, twice the largest radius. */
const CELL_DEGREES = 0.02;

/** Names of the cells that a frame touches, in one order: two frames that share a place share a name. */
export function cellsOf({ south, north, west, east }: Surroundings): string[] {
  const cells: string[] = [];
  for (let row = Math.floor(south / CELL_DEGREES); row <= Math.floor(north / CELL_DEGREES); row += 1)
    for (let column = Math.floor(west / CELL_DEGREES); column <= Math.floor(east / CELL_DEGREES); column += 1)
      cells.push(`${row} ${column}`);
  return cells.sort();
}
