import type { Kysely, Migration } from 'kysely';

async function up({ schema }: Kysely<unknown>): Promise<void> {
  await schema.createIndex('audit_log_by_action').on('audit_log').columns(['action', 'audit_number']).execute();
  await schema.createIndex('audit_log_by_time').on('audit_log').columns(['at_ms', 'audit_number']).execute();
}

/** Serves the questions of the audit log for what was done, and for a day. */
export const auditQuestions: Migration = { up };
