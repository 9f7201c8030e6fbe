import { sql, type Kysely, type Migration } from 'kysely';

async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema.alterTable('cases').addColumn('lng', 'double precision').addColumn('lat', 'double precision').execute();
  await sql`
    update cases set lng = v.lng, lat = v.lat from case_violations v
    where v.gateway_id = cases.gateway_id and v.violation_id = cases.violation_id`.execute(database);
  await sql`
    create index cases_open_by_place on cases using gist (point(lng, lat))
    where state in ('candidate', 'in_review', 'confirmed', 'transferred', 'returned')`.execute(database);
  await sql`
    create index devices_by_place on devices using gist (point(lng, lat)) where retired_at_ms is null`.execute(
    database,
  );
  await schema
    .createTable('grids')
    .addColumn('grid', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    // GeoJSON Polygon or MultiPolygon, in the datum of the places.
    .addColumn('geometry', 'jsonb', (column) => column.notNull())
    .addColumn('min_lng', 'double precision', (column) => column.notNull())
    .addColumn('min_lat', 'double precision', (column) => column.notNull())
    .addColumn('max_lng', 'double precision', (column) => column.notNull())
    .addColumn('max_lat', 'double precision', (column) => column.notNull())
    .execute();
  await schema.createIndex('grids_by_box').on('grids').columns(['min_lng', 'max_lng', 'min_lat', 'max_lat']).execute();
  // Serves the question which cases no patrol was sent to.
  await sql`create index dispatches_in_force on dispatches (case_id) where state <> 'withdrawn'`.execute(database);
}

/** Places of open cases, and outlines of unit grids. */
export const map: Migration = { up };
