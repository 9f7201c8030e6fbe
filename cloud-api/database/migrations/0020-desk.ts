import { sql, type Kysely, type Migration } from 'kysely';

/** States of a case in which somebody has something to do; the partial indexes and the list name them in these very words. */
const OPEN_STATES = sql<boolean>`state in ('candidate', 'in_review', 'confirmed', 'transferred', 'returned')`;

async function addLife(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .alterTable('cases')
    .addColumn('state', 'text', (column) => column.notNull().defaultTo('candidate'))
    .addColumn('version', 'integer', (column) => column.notNull().defaultTo(1))
    .addColumn('bureau_id', 'text')
    .addColumn('from_bureau_id', 'text')
    .addColumn('area_id', 'text')
    .addColumn('merged_into', 'text', (column) => column.references('cases.case_id'))
    .addColumn('judgement', 'jsonb')
    .addColumn('clock', 'text')
    .addColumn('clock_started_at_ms', 'bigint')
    .addColumn('due_at_ms', 'bigint')
    .addColumn('next_alarm', 'text')
    .addColumn('next_alarm_at_ms', 'bigint')
    .addColumn('previous_case_id', 'text', (column) => column.references('cases.case_id'))
    .addColumn('continues_previous', 'boolean', (column) => column.notNull().defaultTo(false))
    .addColumn('repeat_count', 'integer', (column) => column.notNull().defaultTo(0))
    .execute();
  await schema
    .createTable('case_steps')
    .addColumn('case_id', 'text', (column) => column.notNull().references('cases.case_id'))
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('step', 'text', (column) => column.notNull())
    .addColumn('from_state', 'text', (column) => column.notNull())
    .addColumn('to_state', 'text', (column) => column.notNull())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('account_id', 'text')
    .addColumn('display_name', 'text', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('note', 'text')
    .addColumn('bureau_id', 'text')
    .addColumn('other_case_id', 'text')
    .addColumn('request_id', 'text')
    .addColumn('client', 'text')
    .addPrimaryKeyConstraint('case_steps_pkey', ['case_id', 'version'])
    .execute();
}

async function addListIndexes(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  const open = (name: string, columns: string[]) =>
    schema.createIndex(name).on('cases').columns(columns).where(OPEN_STATES).execute();
  await schema.createIndex('cases_by_state').on('cases').columns(['state', 'case_number']).execute();
  await schema.createIndex('cases_by_bureau').on('cases').columns(['bureau_id', 'state', 'case_number']).execute();
  await open('cases_open', ['case_number']);
  await open('cases_open_by_bureau', ['bureau_id', 'case_number']);
  await open('cases_open_by_due', ['due_at_ms', 'case_number']);
  await open('cases_open_by_bureau_due', ['bureau_id', 'due_at_ms', 'case_number']);
  await open('cases_open_by_severity', ['severity', 'case_number']);
  await open('cases_open_by_bureau_severity', ['bureau_id', 'severity', 'case_number']);
  await schema
    .createIndex('cases_by_alarm')
    .on('cases')
    .column('next_alarm_at_ms')
    .where(sql.ref('next_alarm_at_ms'), 'is not', null)
    .execute();
  await schema
    .createIndex('cases_merged')
    .on('cases')
    .column('merged_into')
    .where(sql.ref('merged_into'), 'is not', null)
    .execute();
}

async function addSightings(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await schema
    .createTable('case_violations')
    .addColumn('gateway_id', 'text', (column) => column.notNull())
    .addColumn('violation_id', 'text', (column) => column.notNull())
    .addColumn('case_id', 'text', (column) => column.notNull().references('cases.case_id'))
    .addColumn('matter', 'text', (column) => column.notNull())
    .addColumn('rule_id', 'text', (column) => column.notNull())
    .addColumn('rules_sha256', 'text', (column) => column.notNull())
    .addColumn('rules_version', 'text')
    .addColumn('source_id', 'text', (column) => column.notNull())
    .addColumn('zone_id', 'text')
    .addColumn('lng', 'double precision', (column) => column.notNull())
    .addColumn('lat', 'double precision', (column) => column.notNull())
    .addColumn('plate', 'text')
    .addColumn('box', 'jsonb')
    .addColumn('doubts', 'jsonb', (column) => column.notNull().defaultTo(sql`'[]'`))
    .addColumn('severity', 'integer', (column) => column.notNull())
    .addColumn('started_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('triggered_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('verdict', 'text')
    .addColumn('reason', 'text')
    .addPrimaryKeyConstraint('case_violations_pkey', ['gateway_id', 'violation_id'])
    .execute();
  await schema.createIndex('case_violations_by_case').on('case_violations').column('case_id').execute();
  // They serve the question for the same subject: by its plate, at its source, and near a place within a time.
  await schema
    .createIndex('case_violations_by_plate')
    .on('case_violations')
    .columns(['plate', 'matter', 'triggered_at_ms'])
    .where(sql.ref('plate'), 'is not', null)
    .execute();
  await schema
    .createIndex('case_violations_by_source')
    .on('case_violations')
    .columns(['gateway_id', 'source_id', 'matter', 'triggered_at_ms'])
    .execute();
  await schema
    .createIndex('case_violations_by_place')
    .on('case_violations')
    .columns(['matter', 'lat', 'triggered_at_ms'])
    .execute();
  await schema
    .createIndex('case_violations_by_rule')
    .on('case_violations')
    .columns(['gateway_id', 'source_id', 'rule_id', 'rules_sha256'])
    .execute();
  // What was taken in before this table was there.
  await sql`
    insert into case_violations (gateway_id, violation_id, case_id, matter, rule_id, rules_sha256, rules_version, source_id, zone_id, lng, lat, plate,
      box, severity, started_at_ms, triggered_at_ms)
    select c.gateway_id, c.violation_id, c.case_id, c.matter, m.manifest #>> '{violation,ruleId}', m.manifest #>> '{rules,sha256}',
      m.manifest #>> '{rules,version}', c.source_id, m.manifest #>> '{violation,zoneId}', (m.manifest #>> '{device,place,lng}')::double precision,
      (m.manifest #>> '{device,place,lat}')::double precision, m.manifest #>> '{plate,text}', m.manifest #> '{violation,subject,box}',
      c.severity, c.started_at_ms, c.triggered_at_ms
    from cases c join (select digest, manifest::jsonb as manifest from packages) m on m.digest = c.digest`.execute(
    database,
  );
}

async function up(database: Kysely<unknown>): Promise<void> {
  const { schema } = database;
  await addLife(database);
  await addListIndexes(database);
  await addSightings(database);
  await schema
    .createTable('case_alarms')
    .addColumn('alarm_number', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('case_id', 'text', (column) => column.notNull().references('cases.case_id'))
    .addColumn('clock', 'text', (column) => column.notNull())
    .addColumn('clock_started_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('due_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('fired_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('bureau_id', 'text')
    .addUniqueConstraint('case_alarms_once', ['case_id', 'clock', 'clock_started_at_ms', 'kind'])
    .execute();
  await schema.createIndex('case_alarms_by_bureau').on('case_alarms').columns(['bureau_id', 'alarm_number']).execute();
  await schema
    .createTable('desk_settings')
    .addColumn('is_current', 'boolean', (column) => column.primaryKey().check(sql`is_current`))
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('settings', 'jsonb', (column) => column.notNull())
    .addColumn('changed_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('changed_by', 'text', (column) => column.notNull())
    .execute();
}

/** The life of cases: state, steps, deadlines, what each case joins together, and the settings of the desk. */
export const desk: Migration = { up };
