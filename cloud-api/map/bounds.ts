import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';

const lng = z.coerce.number().min(-180).max(180);
const lat = z.coerce.number().min(-90).max(90);

/** A part of a map, in degrees; what lies on its edge belongs to it. */
export const Bounds = z.strictObject({ west: lng, south: lat, east: lng, north: lat });
export type Bounds = z.infer<typeof Bounds>;

/** Whether a place lies within bounds, in the very words of the indexes by place: only then they serve. */
export function isWithin({ west, south, east, north }: Bounds): RawBuilder<boolean> {
  const corner = (x: number, y: number) => sql`point(${x}::float8, ${y}::float8)`;
  return sql<boolean>`point(lng, lat) <@ box(${corner(west, south)}, ${corner(east, north)})`;
}
