import { sql, type Kysely, type Migration } from 'kysely';

async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('reminders')
    .addColumn('reminder_number', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('gateway_id', 'text', (column) => column.notNull())
    .addColumn('reminder_id', 'text', (column) => column.notNull())
    .addColumn('reminder', 'jsonb', (column) => column.notNull())
    .addColumn('accepted_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('next_attempt_at_ms', 'bigint')
    .addColumn('last_failure', 'text')
    .addColumn('sent_at_ms', 'bigint')
    .addUniqueConstraint('reminders_one_per_gateway', ['gateway_id', 'reminder_id'])
    .execute();
  // Serves the question for what is due.
  await schema
    .createIndex('reminders_waiting')
    .on('reminders')
    .column('next_attempt_at_ms')
    .where(sql.ref('state'), '=', sql.lit('waiting'))
    .execute();
  await schema.createIndex('reminders_by_age').on('reminders').column('accepted_at_ms').execute();
}

/** Reminders of gateways, on their way to the webhook. */
export const reminders: Migration = { up };
