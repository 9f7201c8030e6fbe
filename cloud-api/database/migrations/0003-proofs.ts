import { sql, type Kysely, type Migration } from 'kysely';

async function extendKeys(database: Kysely<unknown>): Promise<void> {
  await database.schema
    .alterTable('gateway_keys')
    .addColumn('chain_id', 'text')
    .addColumn('previous_key_id', 'text')
    .addColumn('retired_at_sequence', 'bigint')
    .execute();
  await sql`update gateway_keys set chain_id = key_id`.execute(database);
  await database.schema
    .alterTable('gateway_keys')
    .alterColumn('chain_id', (column) => column.setNotNull())
    .execute();
  await database.schema.createIndex('gateway_keys_by_chain').on('gateway_keys').column('chain_id').execute();
}

async function addEntries({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('chain_entries')
    .addColumn('digest', 'text', (column) => column.primaryKey())
    .addColumn('gateway_id', 'text', (column) => column.notNull())
    .addColumn('key_id', 'text', (column) => column.notNull().references('gateway_keys.key_id'))
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .addColumn('previous_digest', 'text')
    .addColumn('accepted_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('signed', 'jsonb', (column) => column.notNull())
    .addColumn('receipt', 'jsonb', (column) => column.notNull())
    .addColumn('chain_question', 'text')
    .execute();
  await schema.createIndex('chain_entries_by_chain').on('chain_entries').columns(['key_id', 'sequence']).execute();
  await schema
    .createIndex('chain_entries_by_gateway')
    .on('chain_entries')
    .columns(['gateway_id', 'sequence'])
    .execute();
}

async function addLog(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('log_queue')
    .addColumn('queue_number', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('digest', 'text', (column) => column.notNull().unique())
    .execute();
  await schema
    .createTable('log_leaves')
    .addColumn('leaf_index', 'bigint', (column) => column.primaryKey())
    .addColumn('digest', 'text', (column) => column.notNull().unique())
    .execute();
  await schema
    .createTable('log_nodes')
    .addColumn('level', 'integer', (column) => column.notNull())
    .addColumn('node_index', 'bigint', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .addPrimaryKeyConstraint('log_nodes_pkey', ['level', 'node_index'])
    .execute();
  await schema
    .createTable('log_heads')
    .addColumn('tree_size', 'bigint', (column) => column.primaryKey())
    .addColumn('head', 'jsonb', (column) => column.notNull())
    .execute();
  await schema
    .createTable('time_stamps')
    .addColumn('digest', 'text', (column) => column.primaryKey())
    .addColumn('token', 'text')
    .addColumn('attempts', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('next_attempt_at_ms', 'bigint')
    .addColumn('last_failure', 'text')
    .execute();
  // Serves the question for what is due.
  await schema
    .createIndex('time_stamps_waiting')
    .on('time_stamps')
    .column('next_attempt_at_ms')
    .where(sql.ref('next_attempt_at_ms'), 'is not', null)
    .execute();
  // What was taken in before there was a log comes first in it.
  await sql`insert into log_queue (digest) select digest from packages order by accepted_at_ms, digest`.execute(
    database,
  );
}

async function up(database: Kysely<unknown>): Promise<void> {
  await extendKeys(database);
  await addEntries(database);
  await addLog(database);
}

/** Rotation of keys, entries of the chains that are no packages, the Merkle log and time stamps. */
export const proofs: Migration = { up };
