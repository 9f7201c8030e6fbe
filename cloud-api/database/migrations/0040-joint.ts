import { sql, type Kysely, type Migration } from 'kysely';

const NOBODY = sql`'{}'`;

async function addActs(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('case_acts')
    .addColumn('act_number', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('case_id', 'text', (column) => column.notNull().references('cases.case_id'))
    .addColumn('act', 'text', (column) => column.notNull())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('account_id', 'text')
    .addColumn('display_name', 'text', (column) => column.notNull())
    .addColumn('bureau_id', 'text')
    .addColumn('note', 'text')
    .addColumn('what', 'jsonb', (column) => column.notNull())
    .addColumn('request_id', 'text')
    .addColumn('client', 'text')
    .execute();
  await schema.createIndex('case_acts_by_case').on('case_acts').columns(['case_id', 'act_number']).execute();
}

async function addSupports(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('case_supports')
    .addColumn('support_id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('case_id', 'text', (column) => column.notNull().references('cases.case_id'))
    .addColumn('bureau_id', 'text', (column) => column.notNull().references('bureaus.bureau_id'))
    .addColumn('lead_bureau_id', 'text', (column) => column.notNull().references('bureaus.bureau_id'))
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('question', 'text', (column) => column.notNull())
    .addColumn('answer', 'text')
    .addColumn('invited_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('ended_at_ms', 'bigint')
    .addColumn('clock', 'text')
    .addColumn('clock_started_at_ms', 'bigint')
    .addColumn('due_at_ms', 'bigint')
    .addColumn('next_alarm', 'text')
    .addColumn('next_alarm_at_ms', 'bigint')
    .execute();
  // A bureau supports a case once at a time.
  await schema
    .createIndex('case_supports_once')
    .on('case_supports')
    .columns(['case_id', 'bureau_id'])
    .unique()
    .where(sql<boolean>`state in ('invited', 'accepted')`)
    .execute();
  await schema.createIndex('case_supports_by_case').on('case_supports').columns(['case_id', 'support_id']).execute();
  await schema
    .createIndex('case_supports_by_bureau')
    .on('case_supports')
    .columns(['bureau_id', 'support_id'])
    .execute();
  await schema
    .createIndex('case_supports_by_lead')
    .on('case_supports')
    .columns(['lead_bureau_id', 'support_id'])
    .execute();
  await schema
    .createIndex('case_supports_by_alarm')
    .on('case_supports')
    .column('next_alarm_at_ms')
    .where(sql.ref('next_alarm_at_ms'), 'is not', null)
    .execute();
  await schema
    .createTable('support_opinions')
    .addColumn('opinion_number', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('support_id', 'bigint', (column) => column.notNull().references('case_supports.support_id'))
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('words', 'text', (column) => column.notNull())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('display_name', 'text', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('support_opinions_by_support')
    .on('support_opinions')
    .columns(['support_id', 'opinion_number'])
    .execute();
}

async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .alterTable('cases')
    .addColumn('supporter_ids', sql`text[]`, (column) => column.notNull().defaultTo(NOBODY))
    .addColumn('reader_ids', sql`text[]`, (column) => column.notNull().defaultTo(NOBODY))
    .execute();
  await addActs(database);
  await addSupports(database);
  // Alarms of a case itself have the support 0.
  await schema
    .alterTable('case_alarms')
    .addColumn('support_id', 'bigint', (column) => column.notNull().defaultTo(0))
    .execute();
  await schema.alterTable('case_alarms').dropConstraint('case_alarms_once').execute();
  await schema
    .alterTable('case_alarms')
    .addUniqueConstraint('case_alarms_once', ['case_id', 'support_id', 'clock', 'clock_started_at_ms', 'kind'])
    .execute();
}

/** Bureaus that handle a case jointly, and what is done with cases beside their steps. */
export const joint: Migration = { up };
