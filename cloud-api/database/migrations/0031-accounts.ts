import { sql, type Kysely, type Migration } from 'kysely';

async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('accounts')
    .addColumn('account_number', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('account_id', 'text', (column) => column.notNull().unique())
    // In lower case; null for an account of an identity provider.
    .addColumn('login_name', 'text', (column) => column.unique())
    .addColumn('display_name', 'text', (column) => column.notNull())
    .addColumn('password_hash', 'text')
    .addColumn('password_expires_at_ms', 'bigint')
    .addColumn('must_change_password', 'boolean', (column) => column.notNull().defaultTo(false))
    .addColumn('issuer', 'text')
    .addColumn('subject', 'text')
    .addColumn('roles', sql`text[]`, (column) => column.notNull())
    .addColumn('bureau_id', 'text', (column) => column.references('bureaus.bureau_id'))
    .addColumn('area_ids', sql`text[]`)
    .addColumn('disabled_at_ms', 'bigint')
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('signed_in_at_ms', 'bigint')
    .addUniqueConstraint('accounts_one_per_identity', ['issuer', 'subject'])
    .execute();
  // Serves the list of one bureau's accounts; the primary key serves the list of all.
  await schema.createIndex('accounts_by_bureau').on('accounts').columns(['bureau_id', 'account_number']).execute();
  await schema
    .alterTable('sessions')
    .addColumn('account_id', 'text', (column) => column.references('accounts.account_id'))
    .addColumn('kind', 'text', (column) => column.notNull().defaultTo('page'))
    .addColumn('idle_expires_at_ms', 'bigint')
    .execute();
  await schema.createIndex('sessions_by_account').on('sessions').columns(['account_id', 'expires_at_ms']).execute();
  await schema
    .createTable('setup_codes')
    .addColumn('code_hash', 'text', (column) => column.primaryKey())
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('failed_attempts')
    .addColumn('source', 'text', (column) => column.primaryKey())
    .addColumn('window_ends_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('failures', 'integer', (column) => column.notNull())
    .execute();
  await schema.createIndex('failed_attempts_by_end').on('failed_attempts').column('window_ends_at_ms').execute();
  await schema
    .createTable('shared_secrets')
    .addColumn('name', 'text', (column) => column.primaryKey())
    .addColumn('secret', 'text', (column) => column.notNull())
    .execute();
}

/** Accounts of people, their sessions, and what the replicas share to guard them. */
export const accounts: Migration = { up };
