import { sql, type Kysely, type Migration } from 'kysely';

async function addDocuments({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('document_lines')
    .addColumn('line_number', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('bureau_id', 'text', (column) => column.references('bureaus.bureau_id'))
    .addColumn('version', 'integer', (column) => column.notNull())
    .addUniqueConstraint('document_lines_once', ['kind', 'name'])
    .execute();
  await schema
    .createTable('documents')
    .addColumn('document_number', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('line_number', 'bigint', (column) => column.notNull().references('document_lines.line_number'))
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('sha256', 'text', (column) => column.notNull())
    .addColumn('size_bytes', 'integer', (column) => column.notNull())
    .addColumn('content', 'bytea', (column) => column.notNull())
    .addColumn('note', 'text', (column) => column.notNull())
    .addColumn('account_id', 'text', (column) => column.notNull())
    .addColumn('display_name', 'text', (column) => column.notNull())
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .addUniqueConstraint('documents_once', ['line_number', 'version'])
    .execute();
}

async function addGroups({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('gateway_groups')
    .addColumn('group_number', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('group_id', 'text', (column) => column.notNull().unique())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('bureau_id', 'text', (column) => column.references('bureaus.bureau_id'))
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('document_number', 'bigint', (column) => column.references('documents.document_number'))
    .addColumn('created_at_ms', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createTable('gateway_group_members')
    .addColumn('gateway_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('group_number', 'bigint', (column) => column.notNull().references('gateway_groups.group_number'))
    .addPrimaryKeyConstraint('gateway_group_members_once', ['gateway_id', 'kind'])
    .execute();
  await schema
    .createIndex('gateway_group_members_by_group')
    .on('gateway_group_members')
    .columns(['group_number', 'gateway_id'])
    .execute();
}

async function addRollouts({ schema }: Kysely<unknown>): Promise<void> {
  await schema
    .createTable('rollouts')
    .addColumn('rollout_id', 'bigint', (column) => column.primaryKey().generatedAlwaysAsIdentity())
    .addColumn('group_number', 'bigint', (column) => column.notNull().references('gateway_groups.group_number'))
    .addColumn('document_number', 'bigint', (column) => column.notNull().references('documents.document_number'))
    .addColumn('previous_document_number', 'bigint', (column) => column.references('documents.document_number'))
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('steps', sql`integer[]`, (column) => column.notNull())
    .addColumn('step', 'integer', (column) => column.notNull())
    .addColumn('step_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('soak_minutes', 'integer')
    .addColumn('halt_above_percent', 'integer', (column) => column.notNull())
    .addColumn('silent_minutes', 'integer', (column) => column.notNull())
    .addColumn('tolerated', 'integer', (column) => column.notNull())
    .addColumn('reason', 'text')
    .addColumn('started_at_ms', 'bigint', (column) => column.notNull())
    .execute();
  await schema
    .createIndex('rollouts_one_under_way')
    .on('rollouts')
    .column('group_number')
    .unique()
    .where(sql<boolean>`state in ('running', 'paused', 'halted')`)
    .execute();
  await schema.createIndex('rollouts_by_group').on('rollouts').columns(['group_number', 'rollout_id']).execute();
  await schema.createIndex('rollouts_by_state').on('rollouts').columns(['state', 'rollout_id']).execute();
  await schema
    .createTable('rollout_steps')
    .addColumn('rollout_id', 'bigint', (column) => column.notNull().references('rollouts.rollout_id'))
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('step', 'text', (column) => column.notNull())
    .addColumn('percent', 'integer', (column) => column.notNull())
    .addColumn('at_ms', 'bigint', (column) => column.notNull())
    .addColumn('account_id', 'text')
    .addColumn('display_name', 'text')
    .addColumn('note', 'text')
    .addPrimaryKeyConstraint('rollout_steps_once', ['rollout_id', 'version'])
    .execute();
}

async function up(database: Kysely<unknown>): Promise<void> {
  await addDocuments(database);
  await addGroups(database);
  await addRollouts(database);
  await database.schema
    .createTable('gateway_assignments')
    .addColumn('gateway_id', 'text', (column) => column.notNull())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('document_number', 'bigint', (column) => column.references('documents.document_number'))
    .addColumn('serial', 'bigint', (column) => column.notNull())
    .addColumn('issued_at_ms', 'bigint', (column) => column.notNull())
    .addColumn('asked_at_ms', 'bigint')
    .addColumn('is_fetched', 'boolean', (column) => column.notNull().defaultTo(false))
    .addColumn('outcome', 'text')
    .addColumn('problem', 'text')
    .addColumn('problems', 'integer', (column) => column.notNull().defaultTo(0))
    .addColumn('outcome_at_ms', 'bigint')
    .addPrimaryKeyConstraint('gateway_assignments_once', ['gateway_id', 'kind'])
    .execute();
}

/** Documents for gateways, groups of gateways, roll-outs, and what each gateway is to go by. */
export const rollout: Migration = { up };
