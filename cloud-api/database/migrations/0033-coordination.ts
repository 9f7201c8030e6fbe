import type { Kysely, Migration } from 'kysely';

async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('coordination_positions')
    .addColumn('case_id', 'text', (column) => column.notNull().references('cases.case_id'))
    .addColumn('bureau_id', 'text', (column) => column.notNull().references('bureaus.bureau_id'))
    .addColumn('claim', 'text', (column) => column.notNull())
    .addColumn('words', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('display_name', 'text', (column) => column.notNull())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('coordination_positions_pkey', ['case_id', 'bureau_id'])
    .execute();
  await schema
    .createTable('coordination_decisions')
    .addColumn('case_id', 'text', (column) => column.primaryKey().references('cases.case_id'))
    .addColumn('bureau_id', 'text', (column) => column.notNull().references('bureaus.bureau_id'))
    .addColumn('words', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('display_name', 'text', (column) => column.notNull())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .execute();
}

/** Cases that several bureaus claim, or none: what each says, and who gets it. */
export const coordination: Migration = { up };
