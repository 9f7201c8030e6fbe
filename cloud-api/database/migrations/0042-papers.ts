import type { Kysely, Migration } from 'kysely';

async function up(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .createTable('case_papers')
    .addColumn('case_id', 'text', (column) => column.notNull().references('cases.case_id'))
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('paper', 'jsonb', (column) => column.notNull())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('display_name', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('case_papers_pkey', ['case_id', 'version'])
    .execute();
}

/** Drafts of reminders and case files; what was drafted once stays. */
export const papers: Migration = { up };
