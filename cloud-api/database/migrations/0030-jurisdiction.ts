import { sql, type Kysely, type Migration } from 'kysely';

async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('bureaus')
    .addColumn('bureau_id', 'text', (column) => column.primaryKey())
    .addColumn('name_zh', 'text', (column) => column.notNull())
    .addColumn('name_en', 'text')
    .execute();
  await schema
    .createTable('areas')
    .addColumn('area_id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    // GeoJSON Polygon or MultiPolygon, in the datum of the places.
    .addColumn('geometry', 'jsonb', (column) => column.notNull())
    .addColumn('min_lng', 'double precision', (column) => column.notNull())
    .addColumn('min_lat', 'double precision', (column) => column.notNull())
    .addColumn('max_lng', 'double precision', (column) => column.notNull())
    .addColumn('max_lat', 'double precision', (column) => column.notNull())
    .execute();
  await schema.createIndex('areas_by_box').on('areas').columns(['min_lng', 'max_lng', 'min_lat', 'max_lat']).execute();
  await schema
    .createTable('powers')
    .addColumn('power_number', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('area_id', 'text', (column) => column.notNull().references('areas.area_id'))
    .addColumn('matter_code', 'text', (column) => column.notNull())
    .addColumn('bureau_id', 'text', (column) => column.notNull().references('bureaus.bureau_id'))
    // Days in Beijing, both included; without a last day it holds on.
    .addColumn('valid_from', 'text', (column) => column.notNull())
    .addColumn('valid_to', 'text')
    .addColumn('legal_basis', 'text', (column) => column.notNull())
    .addUniqueConstraint('powers_once', ['area_id', 'matter_code', 'bureau_id', 'valid_from'])
    .execute();
  await schema.alterTable('cases').addColumn('routing_status', 'text').addColumn('routing', 'jsonb').execute();
  // Serves the queues of those that no bureau or several have the power over.
  await schema
    .createIndex('cases_unplaced')
    .on('cases')
    .columns(['routing_status', 'case_number'])
    .where(sql<boolean>`bureau_id is null`)
    .execute();
}

/** Bureaus, areas, and which has the power over what in which of them. */
export const jurisdiction: Migration = { up };
