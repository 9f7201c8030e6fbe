import { sql, type Kysely, type Migration } from 'kysely';

async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('audit_log')
    // Given by the writer under a lock, so that there is no gap.
    .addColumn('audit_number', 'bigint', (column) => column.primaryKey())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('account_id', 'text')
    .addColumn('bureau_id', 'text')
    .addColumn('action', 'text', (column) => column.notNull())
    .addColumn('subject_kind', 'text')
    .addColumn('subject_id', 'text')
    .addColumn('entry', 'text', (column) => column.notNull())
    .addColumn('hash', 'text', (column) => column.notNull())
    .execute();
  for (const column of ['account_id', 'bureau_id', 'subject_id'])
    await schema.createIndex(`audit_log_by_${column}`).on('audit_log').columns([column, 'audit_number']).execute();
  await sql`
    create function refuse_audit_change() returns trigger language plpgsql as $$
    begin
      raise exception 'the audit log only grows: % is refused', tg_op;
    end $$`.execute(database);
  await sql`
    create trigger audit_log_only_grows before update or delete or truncate on audit_log
    for each statement execute function refuse_audit_change()`.execute(database);
}

/** The log of what people did; each entry holds the hash of the one before. */
export const auditLog: Migration = { up };
