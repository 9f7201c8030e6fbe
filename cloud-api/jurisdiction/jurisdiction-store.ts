import { sql, type Transaction } from 'kysely';
import { beijingDay } from '../cases/case-id.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { CloudTables } from '../database/schema.js';
import type { Area, Bureau } from './area.js';
import { boxOf } from './is-in-area.js';
import type { Power } from './power.js';
import { route, type Routing } from './route.js';

type CloudTransaction = Transaction<CloudTables>;

const TO_POWER = ['area_id', 'matter_code', 'bureau_id', 'valid_from', 'valid_to', 'legal_basis'] as const;

/** The day in Beijing as the power lists write it. */
export function routingDay(atMs: number): string {
  const day = beijingDay(atMs);
  return `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`;
}

/** Writes bureaus; those that are there take the new names. */
export async function writeBureaus(transaction: CloudTransaction, bureaus: readonly Bureau[]): Promise<void> {
  for (const { bureauId, nameZh, nameEn } of bureaus)
    await transaction
      .insertInto('bureaus')
      .values({ bureau_id: bureauId, name_zh: nameZh, name_en: nameEn })
      .onConflict((conflict) => conflict.column('bureau_id').doUpdateSet({ name_zh: nameZh, name_en: nameEn }))
      .execute();
}

/** Writes areas; those that are there take the new name and shape. */
export async function writeAreas(transaction: CloudTransaction, areas: readonly Area[]): Promise<void> {
  for (const { areaId, name, geometry } of areas) {
    const box = boxOf(geometry);
    const columns = {
      ...{ name, geometry: JSON.stringify(geometry) },
      ...{ min_lng: box.minLng, min_lat: box.minLat, max_lng: box.maxLng, max_lat: box.maxLat },
    };
    await transaction
      .insertInto('areas')
      .values({ area_id: areaId, ...columns })
      .onConflict((conflict) => conflict.column('area_id').doUpdateSet(columns))
      .execute();
  }
}

/** Replaces the whole power list of each area that is named, and leaves the lists of other areas as they are. */
export async function writePowers(transaction: CloudTransaction, powers: readonly Power[]): Promise<void> {
  const areaIds = [...new Set(powers.map(({ areaId }) => areaId))];
  await transaction
    .deleteFrom('powers')
    .where(sql<boolean>`area_id = any(${areaIds}::text[])`)
    .execute();
  const rows = powers.map((power) => ({
    area_id: power.areaId,
    matter_code: power.matterCode,
    bureau_id: power.bureauId,
    valid_from: power.validFrom,
    valid_to: power.validTo,
    legal_basis: power.legalBasis,
  }));
  // In portions, for a statement takes at most 65,535 parameters.
  for (let start = 0; start < rows.length; start += 1_000)
    await transaction
      .insertInto('powers')
      .values(rows.slice(start, start + 1_000))
      .execute();
}

/** All bureaus, by ID. */
export async function listBureaus(database: CloudDatabase): Promise<Bureau[]> {
  const rows = await database.selectFrom('bureaus').selectAll().orderBy('bureau_id').execute();
  return rows.map((row) => ({ bureauId: row.bureau_id, nameZh: row.name_zh, nameEn: row.name_en }));
}

/** A page of areas by ID: those after `after`, at most `limit`. */
export async function listAreas(
  database: CloudDatabase,
  page: { readonly limit: number; readonly after: string | null },
): Promise<Area[]> {
  let query = database.selectFrom('areas').select(['area_id', 'name', 'geometry']);
  if (page.after !== null) query = query.where('area_id', '>', page.after);
  const rows = await query.orderBy('area_id').limit(page.limit).execute();
  return rows.map((row) => ({ areaId: row.area_id, name: row.name, geometry: row.geometry }));
}

/** The power list of an area, by matter and first day. */
export async function listPowers(database: CloudDatabase, areaId: string): Promise<Power[]> {
  const rows = await database
    .selectFrom('powers')
    .select(TO_POWER)
    .where('area_id', '=', areaId)
    .orderBy('matter_code')
    .orderBy('valid_from')
    .orderBy('bureau_id')
    .execute();
  return rows.map((row) => ({
    areaId: row.area_id,
    matterCode: row.matter_code,
    bureauId: row.bureau_id,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    legalBasis: row.legal_basis,
  }));
}

/** Finds the bureau for a matter at a place on a day, by the lists as they stand now. */
export async function routeNow(
  database: CloudDatabase,
  request: { readonly place: { readonly lng: number; readonly lat: number }; matterCode: string; day: string },
): Promise<Routing> {
  const { lng, lat } = request.place;
  const rows = await database
    .selectFrom('areas')
    .select(['area_id', 'name', 'geometry'])
    .where('min_lng', '<=', lng)
    .where('max_lng', '>=', lng)
    .where('min_lat', '<=', lat)
    .where('max_lat', '>=', lat)
    .execute();
  const areas = rows.map((row) => ({ areaId: row.area_id, name: row.name, geometry: row.geometry }));
  const powers = await Promise.all(areas.map(async ({ areaId }) => await listPowers(database, areaId)));
  const bureaus = areas.length === 0 ? [] : await listBureaus(database);
  return route(request, { areas, powers: powers.flat(), bureaus });
}

/**
 * How a case is routed when it is opened: the columns of its row. While there are no areas at all nothing is routed: a town that has not
 * begun with lists has one desk for everything.
 */
export async function routeCase(
  transaction: CloudTransaction,
  opened: { readonly place: { readonly lng: number; readonly lat: number }; matterCode: string; triggeredAtMs: number },
): Promise<{
  bureau_id: string | null;
  area_id: string | null;
  routing_status: Routing['status'] | null;
  routing: string | null;
}> {
  const some = await transaction.selectFrom('areas').select('area_id').limit(1).executeTakeFirst();
  if (some === undefined) return { bureau_id: null, area_id: null, routing_status: null, routing: null };
  const { place, matterCode, triggeredAtMs } = opened;
  const routing = await routeNow(transaction, { place, matterCode, day: routingDay(triggeredAtMs) });
  return {
    bureau_id: routing.status === 'one' ? (routing.bureauIds[0] ?? null) : null,
    area_id: routing.areaId,
    routing_status: routing.status,
    routing: JSON.stringify(routing),
  };
}
