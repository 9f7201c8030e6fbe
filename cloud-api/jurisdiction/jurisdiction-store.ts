import { sql, type Selectable, type Transaction } from 'kysely';
import { beijingDay } from '../cases/case-id.js';
import type { BureausTable, PowersTable } from '../database/access-tables.js';
import type { CloudDatabase } from '../database/open-database.js';
import { prepareStatement } from '../database/prepared-statement.js';
import type { CloudTables } from '../database/schema.js';
import type { Area, Bureau, Grid } from './area.js';
import type { Lists } from './find-import-changes.js';
import { boxOf } from './is-in-area.js';
import type { Power } from './power.js';
import { route, type PowerLists, type Routing } from './route.js';

type CloudTransaction = Transaction<CloudTables>;

const TO_POWER = ['area_id', 'matter_code', 'bureau_id', 'valid_from', 'valid_to', 'legal_basis'] as const;

function toPower(row: Pick<Selectable<PowersTable>, (typeof TO_POWER)[number]>): Power {
  return {
    areaId: row.area_id,
    matterCode: row.matter_code,
    bureauId: row.bureau_id,
    validFrom: row.valid_from,
    validTo: row.valid_to,
    legalBasis: row.legal_basis,
  };
}

function toBureau(row: Selectable<BureausTable>): Bureau {
  return { bureauId: row.bureau_id, nameZh: row.name_zh, nameEn: row.name_en };
}

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

function outlineColumns({ name, geometry }: Pick<Area, 'name' | 'geometry'>) {
  const box = boxOf(geometry);
  return {
    ...{ name, geometry: JSON.stringify(geometry) },
    ...{ min_lng: box.minLng, min_lat: box.minLat, max_lng: box.maxLng, max_lat: box.maxLat },
  };
}

/** Writes unit grids; those that are there take the new name and outline. */
export async function writeGrids(transaction: CloudTransaction, grids: readonly Grid[]): Promise<void> {
  for (const grid of grids) {
    const columns = outlineColumns(grid);
    await transaction
      .insertInto('grids')
      .values({ grid: grid.grid, ...columns })
      .onConflict((conflict) => conflict.column('grid').doUpdateSet(columns))
      .execute();
  }
}

/** Writes areas; those that are there take the new name and shape. */
export async function writeAreas(transaction: CloudTransaction, areas: readonly Area[]): Promise<void> {
  for (const area of areas) {
    const { areaId } = area;
    const columns = outlineColumns(area);
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
  return rows.map(toBureau);
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
  return rows.map(toPower);
}

/** What is there of what a file names, and the whole power lists of the areas that its powers name. */
export async function readPresent(database: CloudDatabase, given: Lists): Promise<Lists> {
  const areaIds = given.areas.map(({ areaId }) => areaId);
  const listsOf = [...new Set(given.powers.map(({ areaId }) => areaId))];
  const codes = given.grids.map(({ grid }) => grid);
  const areas = await database
    .selectFrom('areas')
    .select(['area_id', 'name', 'geometry'])
    .where(sql<boolean>`area_id = any(${areaIds}::text[])`)
    .execute();
  const grids = await database
    .selectFrom('grids')
    .select(['grid', 'name', 'geometry'])
    .where(sql<boolean>`grid = any(${codes}::text[])`)
    .execute();
  const powers = await database
    .selectFrom('powers')
    .select(TO_POWER)
    .where(sql<boolean>`area_id = any(${listsOf}::text[])`)
    .orderBy('area_id')
    .orderBy('matter_code')
    .orderBy('valid_from')
    .orderBy('bureau_id')
    .execute();
  return {
    bureaus: await listBureaus(database),
    areas: areas.map(({ area_id: areaId, name, geometry }) => ({ areaId, name, geometry })),
    grids: grids.map(({ grid, name, geometry }) => ({ grid, name, geometry })),
    powers: powers.map(toPower),
  };
}

/** Finds the bureau for a matter at a place on a day, by the lists as they stand now. */
export async function routeNow(
  database: CloudDatabase,
  request: { readonly place: { readonly lng: number; readonly lat: number }; matterCode: string; day: string },
): Promise<Routing> {
  return route(request, toPowerLists(await readListsAround(database, request.place)));
}

/** The lists as far as they have to do with a place, read at one moment. */
export interface ListsAround extends Pick<PowerLists, 'areas'> {
  /** Whether there are any areas at all. */
  readonly hasAreas: boolean;
  readonly powers: readonly Pick<Selectable<PowersTable>, (typeof TO_POWER)[number]>[];
  readonly bureaus: readonly Selectable<BureausTable>[];
}

/** Asks, as part of a statement over `given` (`lng`, `lat`), for {@link ListsAround}. */
export const LISTS_AROUND = `(
  with around as materialized (
    select area_id, name, geometry from areas
    where min_lng <= given.lng and max_lng >= given.lng and min_lat <= given.lat and max_lat >= given.lat)
  select json_build_object(
    'hasAreas', exists (select from areas),
    'areas', (
      select coalesce(json_agg(json_build_object('areaId', area_id, 'name', name, 'geometry', geometry) order by area_id), '[]')
      from around),
    'powers', (
      select coalesce(json_agg(power order by area_id, matter_code, valid_from, bureau_id), '[]')
      from (select ${TO_POWER.join(', ')} from powers where area_id in (select area_id from around)) as power),
    'bureaus', (
      select coalesce(json_agg(bureau), '[]')
      from (select bureau_id, name_zh, name_en from bureaus where exists (select from around)) as bureau)))`;

const askListsAround = prepareStatement<{ lists: ListsAround }>(
  'lists-around',
  `select ${LISTS_AROUND} as lists from (values ($1::double precision, $2::double precision)) as given (lng, lat)`,
);

async function readListsAround(
  database: CloudDatabase,
  { lng, lat }: { readonly lng: number; readonly lat: number },
): Promise<ListsAround> {
  const [found] = await askListsAround(database, lng, lat);
  return found?.lists ?? { hasAreas: false, areas: [], powers: [], bureaus: [] };
}

function toPowerLists({ areas, powers, bureaus }: ListsAround): PowerLists {
  return { areas, powers: powers.map(toPower), bureaus: bureaus.map(toBureau) };
}

/** Columns of a case that say where it belongs. */
export interface RoutedColumns {
  readonly bureau_id: string | null;
  readonly area_id: string | null;
  readonly routing_status: Routing['status'] | null;
  readonly routing: Routing | null;
}

/** What of a case says where it is routed to when it is opened. */
interface ToRoute {
  readonly place: { readonly lng: number; readonly lat: number };
  readonly matterCode: string;
  readonly triggeredAtMs: number;
}

/**
 * How a case is routed when it is opened: the columns of its row. While there are no areas at all nothing is routed: a town that has not
 * begun with lists has one desk for everything.
 */
export function routeBy(lists: ListsAround, { place, matterCode, triggeredAtMs }: ToRoute): RoutedColumns {
  if (!lists.hasAreas) return { bureau_id: null, area_id: null, routing_status: null, routing: null };
  const routing = route({ place, matterCode, day: routingDay(triggeredAtMs) }, toPowerLists(lists));
  return {
    bureau_id: routing.status === 'one' ? (routing.bureauIds[0] ?? null) : null,
    area_id: routing.areaId,
    routing_status: routing.status,
    routing,
  };
}

/** Reads the lists around a place, and routes a case by them as {@link routeBy}. */
export async function routeCase(database: CloudDatabase, opened: ToRoute): Promise<RoutedColumns> {
  return routeBy(await readListsAround(database, opened.place), opened);
}
