import { sql, type Kysely, type Migration } from 'kysely';

async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('inspections')
    .addColumn('inspection_id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    // In their order, so that two are the same when their cases are.
    .addColumn('case_ids', sql`text[]`, (column) => column.notNull())
    .addColumn('zh', 'text', (column) => column.notNull())
    .addColumn('en', 'text', (column) => column.notNull())
    .addColumn('proposed_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('patrol_id', 'text', (column) => column.references('patrols.patrol_id'))
    .addColumn('at_ms', 'bigint')
    .addColumn('reason', 'text')
    .execute();
  await sql`create index inspections_by_case on inspections using gin (case_ids)`.execute(database);
  await schema.createIndex('inspections_by_state').on('inspections').columns(['state', 'inspection_id']).execute();
  await schema
    .alterTable('dispatches')
    .addColumn('inspection_id', 'bigint', (column) => column.references('inspections.inspection_id'))
    .addColumn('visitor_bureau_id', 'text')
    .execute();
  await schema
    .createTable('inspection_cases')
    .addColumn('inspection_id', 'bigint', (column) => column.notNull().references('inspections.inspection_id'))
    .addColumn('case_id', 'text', (column) => column.notNull().references('cases.case_id'))
    .addColumn('consent', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('dispatch_id', 'bigint', (column) => column.references('dispatches.dispatch_id'))
    .addPrimaryKeyConstraint('inspection_cases_pkey', ['inspection_id', 'case_id'])
    .execute();
  await schema.createIndex('inspection_cases_by_case').on('inspection_cases').columns(['case_id', 'consent']).execute();
}

/** One visit for several cases: what was proposed, and what came of it. */
export const inspections: Migration = { up };
