import { z } from 'zod';
import type { CloudDatabase } from '../database/open-database.js';
import { Area, Grid } from '../jurisdiction/area.js';
import { isInArea } from '../jurisdiction/is-in-area.js';
import type { Bounds } from './bounds.js';

/** Outlines of each kind that a map gets at a time, at most. */
const MOST_OUTLINES = 500;

/** Outlines in a part of the map, by ID. */
export const Outlines = z.object({
  areas: z.array(Area),
  grids: z.array(Grid),
  isCut: z.boolean().describe(`There are more than the ${MOST_OUTLINES} of a kind that are told`),
});
export type Outlines = z.infer<typeof Outlines>;

/** Areas and unit grids whose boxes touch a part of the map. */
export async function listOutlines(database: CloudDatabase, bounds: Bounds): Promise<Outlines> {
  const { west, south, east, north } = bounds;
  const [areas, grids] = await Promise.all([
    database
      .selectFrom('areas')
      .select(['area_id', 'name', 'geometry'])
      .where('min_lng', '<=', east)
      .where('max_lng', '>=', west)
      .where('min_lat', '<=', north)
      .where('max_lat', '>=', south)
      .orderBy('area_id')
      .limit(MOST_OUTLINES + 1)
      .execute(),
    database
      .selectFrom('grids')
      .select(['grid', 'name', 'geometry'])
      .where('min_lng', '<=', east)
      .where('max_lng', '>=', west)
      .where('min_lat', '<=', north)
      .where('max_lat', '>=', south)
      .orderBy('grid')
      .limit(MOST_OUTLINES + 1)
      .execute(),
  ]);
  return {
    areas: areas
      .slice(0, MOST_OUTLINES)
      .map((row) => ({ areaId: row.area_id, name: row.name, geometry: row.geometry })),
    grids: grids.slice(0, MOST_OUTLINES),
    isCut: areas.length > MOST_OUTLINES || grids.length > MOST_OUTLINES,
  };
}

/** Areas and unit grids that a place lies in; a border belongs to both sides. */
export async function outlinesAt(
  database: CloudDatabase,
  place: { readonly lng: number; readonly lat: number },
): Promise<Outlines> {
  const { lng, lat } = place;
  const { areas, grids, isCut } = await listOutlines(database, { west: lng, east: lng, south: lat, north: lat });
  const holds = ({ geometry }: Pick<Area, 'geometry'>) => isInArea(geometry, place);
  return { areas: areas.filter(holds), grids: grids.filter(holds), isCut };
}
