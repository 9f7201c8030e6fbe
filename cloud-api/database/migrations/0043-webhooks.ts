import { sql, type Kysely, type Migration } from 'kysely';

async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('webhooks')
    .addColumn('webhook_id', 'text', (column) => column.primaryKey())
    .addColumn('bureau_id', 'text', (column) => column.references('bureaus.bureau_id'))
    .addColumn('url', 'text', (column) => column.notNull())
    .addColumn('secret', 'text', (column) => column.notNull())
    .addColumn('types', sql`text[]`, (column) => column.notNull())
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('disabled_at_ms', 'bigint')
    .execute();
  await schema
    .createTable('webhook_deliveries')
    .addColumn('delivery_number', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('webhook_id', 'text', (column) => column.notNull().references('webhooks.webhook_id'))
    .addColumn('event_id', 'text', (column) => column.notNull())
    .addColumn('type', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('queued_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('trying_since_ms', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('next_attempt_at_ms', 'bigint')
    .addColumn('last_failure', 'text')
    .addColumn('settled_at_ms', 'bigint')
    .addUniqueConstraint('webhook_deliveries_once', ['webhook_id', 'event_id'])
    .execute();
  await schema
    .createIndex('webhook_deliveries_due')
    .on('webhook_deliveries')
    .column('next_attempt_at_ms')
    .where(sql<boolean>`state = 'waiting'`)
    .execute();
  await schema
    .createIndex('webhook_deliveries_by_state')
    .on('webhook_deliveries')
    .columns(['webhook_id', 'state', 'delivery_number'])
    .execute();
  await schema
    .createIndex('webhook_deliveries_settled')
    .on('webhook_deliveries')
    .column('queued_at_ms')
    .where(sql<boolean>`state <> 'waiting'`)
    .execute();
}

/** Webhooks, and what is to be told to them. */
export const webhooks: Migration = { up };
