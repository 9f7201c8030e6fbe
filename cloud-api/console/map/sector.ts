const METRES_PER_DEGREE = 111_320;
/** Points of the arc. */
const PARTS = 8;

/** A place in degrees. */
interface LngLat {
  readonly lng: number;
  readonly lat: number;
}

/**
 * The outline of a sector on the map as `[lat, lng]`: from a place towards a bearing (degrees clockwise from north), so many metres long and
 * degrees wide.
 */
export function sectorOf(
  { lng, lat }: LngLat,
  {
    bearingDeg,
    lengthM,
    widthDeg,
  }: { readonly bearingDeg: number; readonly lengthM: number; readonly widthDeg: number },
): [number, number][] {
  const perLng = METRES_PER_DEGREE * Math.cos((lat * Math.PI) / 180);
  const arc = Array.from({ length: PARTS + 1 }, (_, part): [number, number] => {
    const angle = ((bearingDeg + widthDeg * (part / PARTS - 0.5)) * Math.PI) / 180;
    return [lat + (lengthM * Math.cos(angle)) / METRES_PER_DEGREE, lng + (lengthM * Math.sin(angle)) / perLng];
  });
  return [[lat, lng], ...arc];
}
