import { sql, type Kysely, type Migration } from 'kysely';

async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('patrols')
    .addColumn('patrol_id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('bureau_id', 'text')
    .addColumn('grids', sql`text[]`, (column) => column.notNull())
    .execute();
  await schema
    .createTable('dispatches')
    .addColumn('dispatch_id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('case_id', 'text', (column) => column.notNull().references('cases.case_id'))
    .addColumn('patrol_id', 'text', (column) => column.notNull().references('patrols.patrol_id'))
    .addColumn('grid', 'text')
    .addColumn('bureau_id', 'text')
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('sent_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('due_at_ms', 'bigint')
    .addColumn('finding', 'text')
    .execute();
  // One patrol at a time for a case.
  await schema
    .createIndex('dispatches_one_under_way')
    .on('dispatches')
    .column('case_id')
    .unique()
    .where(sql<boolean>`state in ('sent', 'taken', 'reported')`)
    .execute();
  await schema.createIndex('dispatches_by_case').on('dispatches').columns(['case_id', 'dispatch_id']).execute();
  await schema.createIndex('dispatches_by_bureau').on('dispatches').columns(['bureau_id', 'dispatch_id']).execute();
  await schema
    .createIndex('dispatches_by_patrol')
    .on('dispatches')
    .columns(['patrol_id', 'state', 'dispatch_id'])
    .execute();
  await schema
    .createTable('dispatch_steps')
    .addColumn('dispatch_id', 'bigint', (column) => column.notNull().references('dispatches.dispatch_id'))
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('step', 'text', (column) => column.notNull())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('display_name', 'text', (column) => column.notNull())
    .addColumn('note', 'text')
    .addColumn('finding', 'text')
    .addColumn('photos', sql`text[]`, (column) => column.notNull())
    .addColumn('request_id', 'text', (column) => column.notNull())
    .addColumn('client', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('dispatch_steps_pkey', ['dispatch_id', 'version'])
    .execute();
  await schema
    .createTable('dispatch_photos')
    .addColumn('dispatch_id', 'bigint', (column) => column.notNull().references('dispatches.dispatch_id'))
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('size_bytes', 'integer', (column) => column.notNull())
    .addColumn('received_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('dispatch_photos_pkey', ['dispatch_id', 'sha256'])
    .execute();
}

/** Patrols that are sent to look at cases, and what they report. */
export const dispatch: Migration = { up };
