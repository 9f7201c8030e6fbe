import { sql, type Kysely, type Migration } from 'kysely';

async function addRegister({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('devices')
    .addColumn('device_number', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('device_id', 'text', (column) => column.notNull().unique())
    .addColumn('gateway_id', 'text', (column) => column.notNull())
    .addColumn('source_id', 'text')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('device_code', 'text')
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('lng', 'double precision', (column) => column.notNull())
    .addColumn('lat', 'double precision', (column) => column.notNull())
    .addColumn('place_name', 'text', (column) => column.notNull())
    .addColumn('bearing_deg', 'double precision')
    .addColumn('grid', 'text')
    .addColumn('bureau_id', 'text', (column) => column.references('bureaus.bureau_id'))
    .addColumn('area_id', 'text')
    .addColumn('model', 'text')
    .addColumn('serial', 'text')
    .addColumn('mn', 'text')
    .addColumn('legal', 'jsonb', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('health', 'text', (column) => column.notNull())
    .addColumn('missing', sql`text[]`, (column) => column.notNull())
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('changed_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('retired_at_ms', 'bigint')
    .addColumn('retired_reason', 'text')
    .execute();
  for (const column of ['device_code', 'mn'] as const)
    await schema
      .createIndex(`devices_${column}_once`)
      .on('devices')
      .column(column)
      .unique()
      .where(sql<boolean>`retired_at_ms is null`)
      .execute();
  await schema.createIndex('devices_by_gateway').on('devices').columns(['gateway_id', 'device_number']).execute();
  await schema.createIndex('devices_by_bureau').on('devices').columns(['bureau_id', 'device_number']).execute();
  await schema.createIndex('devices_by_grid').on('devices').columns(['grid', 'device_number']).execute();
  await schema.createIndex('devices_by_health').on('devices').columns(['health', 'device_number']).execute();
  await schema
    .createIndex('devices_missing')
    .on('devices')
    .column('device_number')
    .where(sql<boolean>`missing <> '{}'`)
    .execute();
}

async function addHealth({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('gateway_reports')
    .addColumn('gateway_id', 'text', (column) => column.primaryKey())
    .addColumn('received_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('report', 'jsonb', (column) => column.notNull())
    .execute();
  await schema
    .createTable('revoked_knocks')
    .addColumn('key_id', 'text', (column) => column.primaryKey())
    .addColumn('gateway_id', 'text', (column) => column.notNull())
    .addColumn('last_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('minutes', 'integer', (column) => column.notNull())
    .execute();
  await schema
    .createTable('device_alarms')
    .addColumn('alarm_number', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('device_id', 'text', (column) => column.notNull())
    .addColumn('gateway_id', 'text', (column) => column.notNull())
    .addColumn('source_id', 'text')
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('about', 'text', (column) => column.notNull())
    .addColumn('what', 'jsonb', (column) => column.notNull())
    .addColumn('bureau_id', 'text')
    .addColumn('area_id', 'text')
    .addColumn('opened_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('closed_at_ms', 'bigint')
    .execute();
  await schema
    .createIndex('device_alarms_once')
    .on('device_alarms')
    .columns(['device_id', 'kind', 'about'])
    .unique()
    .where(sql<boolean>`closed_at_ms is null`)
    .execute();
  await schema
    .createIndex('device_alarms_open')
    .on('device_alarms')
    .columns(['gateway_id', 'alarm_number'])
    .where(sql<boolean>`closed_at_ms is null`)
    .execute();
  await schema
    .createIndex('device_alarms_open_by_number')
    .on('device_alarms')
    .column('alarm_number')
    .where(sql<boolean>`closed_at_ms is null`)
    .execute();
  await schema
    .createIndex('device_alarms_by_bureau')
    .on('device_alarms')
    .columns(['bureau_id', 'alarm_number'])
    .execute();
  await schema
    .createIndex('device_alarms_closed')
    .on('device_alarms')
    .column('closed_at_ms')
    .where(sql<boolean>`closed_at_ms is not null`)
    .execute();
}

async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await addRegister(database);
  await addHealth(database);
  await schema
    .alterTable('enrolment_codes')
    .addColumn('made_at_ms', 'bigint')
    .addColumn('expires_at_ms', 'bigint')
    .execute();
  await schema.alterTable('gateway_keys').addColumn('revoked_reason', 'text').execute();
  await schema.createIndex('gateway_keys_by_gateway').on('gateway_keys').column('gateway_id').execute();
  await schema.createIndex('refusals_by_time').on('refusals').column('refused_at_ms').execute();
}

/** The register of devices, what gateways report, alarms of devices, and codes and revocations by administrators. */
export const devices: Migration = { up };
