import { sql, type Kysely, type Migration } from 'kysely';

async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('enrolment_codes')
    .addColumn('gateway_id', 'text', (column) => column.notNull())
    .addColumn('code_hash', 'text', (column) => column.notNull())
    .addColumn('used_by_key_id', 'text')
    .addColumn('used_at_ms', 'bigint')
    .addPrimaryKeyConstraint('enrolment_codes_pkey', ['gateway_id', 'code_hash'])
    .execute();
  await schema
    .createTable('gateway_keys')
    .addColumn('key_id', 'text', (column) => column.primaryKey())
    .addColumn('gateway_id', 'text', (column) => column.notNull())
    .addColumn('public_key', 'text', (column) => column.notNull())
    .addColumn('enrolled_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('revoked_at_ms', 'bigint')
    .execute();
  await schema
    .createIndex('gateway_keys_one_active')
    .on('gateway_keys')
    .column('gateway_id')
    .unique()
    .where(sql.ref('revoked_at_ms'), 'is', null)
    .execute();
  await schema
    .createTable('cases')
    .addColumn('case_number', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('case_id', 'text', (column) => column.notNull().unique())
    .addColumn('gateway_id', 'text', (column) => column.notNull())
    .addColumn('violation_id', 'text', (column) => column.notNull())
    .addColumn('matter', 'text', (column) => column.notNull())
    .addColumn('matter_code', 'text', (column) => column.notNull())
    .addColumn('source_id', 'text', (column) => column.notNull())
    .addColumn('place_name', 'text', (column) => column.notNull())
    .addColumn('severity', 'integer', (column) => column.notNull())
    .addColumn('started_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('triggered_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('opened_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('picture_name', 'text')
    .addUniqueConstraint('cases_one_per_violation', ['gateway_id', 'violation_id'])
    .execute();
  // Serves the list of one matter, newest first; the primary key serves the list of all.
  await schema.createIndex('cases_by_matter').on('cases').columns(['matter', 'case_number']).execute();
  await schema
    .createTable('packages')
    .addColumn('digest', 'text', (column) => column.primaryKey())
    .addColumn('case_id', 'text', (column) => column.notNull().references('cases.case_id'))
    .addColumn('gateway_id', 'text', (column) => column.notNull())
    .addColumn('key_id', 'text', (column) => column.notNull().references('gateway_keys.key_id'))
    .addColumn('sequence', 'bigint', (column) => column.notNull())
    .addColumn('previous_digest', 'text')
    .addColumn('accepted_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('manifest', 'text', (column) => column.notNull())
    .addColumn('signature', 'text', (column) => column.notNull())
    .addColumn('receipt', 'jsonb', (column) => column.notNull())
    .addColumn('chain_question', 'text')
    .addColumn('resent_count', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await schema.createIndex('packages_by_case').on('packages').column('case_id').execute();
  await schema.createIndex('packages_by_chain').on('packages').columns(['key_id', 'sequence']).execute();
  await schema
    .createTable('package_files')
    .addColumn('digest', 'text', (column) => column.notNull().references('packages.digest'))
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('media_type', 'text', (column) => column.notNull())
    .addColumn('size_bytes', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('package_files_pkey', ['digest', 'name'])
    .execute();
  await schema
    .createTable('refusals')
    .addColumn('gateway_id', 'text', (column) => column.notNull())
    .addColumn('digest', 'text', (column) => column.notNull())
    .addColumn('code', 'text', (column) => column.notNull())
    .addColumn('detail', 'text', (column) => column.notNull())
    .addColumn('quarantine_id', 'text', (column) => column.notNull())
    .addColumn('refused_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('refused_count', 'integer', (column) => column.notNull().defaultTo(1))
    .addPrimaryKeyConstraint('refusals_pkey', ['gateway_id', 'digest'])
    .execute();
  await schema
    .createTable('case_numbers')
    .addColumn('day', 'text', (column) => column.primaryKey())
    .addColumn('last_number', 'integer', (column) => column.notNull())
    .execute();
  await schema
    .createTable('sessions')
    .addColumn('id_hash', 'text', (column) => column.primaryKey())
    .addColumn('expires_at_ms', 'bigint', (column) => column.notNull())
    .execute();
}

/** The tables of the first release. */
export const firstTables: Migration = { up };
