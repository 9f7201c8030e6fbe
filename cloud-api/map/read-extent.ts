import { sql } from 'kysely';
import type { CaseScope } from '../cases/list-cases.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { Bounds } from './bounds.js';

/** The part of the map that holds all areas, or where there are none all devices of somebody's; null where there is neither. */
export async function readExtent(database: CloudDatabase, { bureauId, areaIds }: CaseScope): Promise<Bounds | null> {
  const areas = await database
    .selectFrom('areas')
    .where(sql<boolean>`${areaIds === null} or area_id = any(${[...(areaIds ?? [])]}::text[])`)
    .select(({ fn }) => [
      fn.min('min_lng').as('west'),
      fn.min('min_lat').as('south'),
      fn.max('max_lng').as('east'),
      fn.max('max_lat').as('north'),
    ])
    .executeTakeFirst();
  const found = toBounds(areas);
  if (found !== null) return found;
  const devices = await database
    .selectFrom('devices')
    .where('retired_at_ms', 'is', null)
    .where(sql<boolean>`${bureauId}::text is null or bureau_id = ${bureauId}`)
    .where(sql<boolean>`${areaIds === null} or area_id = any(${[...(areaIds ?? [])]}::text[])`)
    .select(({ fn }) => [
      fn.min('lng').as('west'),
      fn.min('lat').as('south'),
      fn.max('lng').as('east'),
      fn.max('lat').as('north'),
    ])
    .executeTakeFirst();
  return toBounds(devices);
}

function toBounds(row: { readonly [key in keyof Bounds]: number | null } | undefined): Bounds | null {
  if (row === undefined) return null;
  const { west, south, east, north } = row;
  return west === null || south === null || east === null || north === null ? null : { west, south, east, north };
}
