import type { Kysely, Migration } from 'kysely';
import { sql } from 'kysely';

async function up(database: Kysely<unknown>): Promise<void> {
  // Serves what is counted over a period without reading the cases themselves.
  await sql`
    create index cases_by_opening on cases (opened_at_ms)
    include (matter, state, bureau_id, area_id, triggered_at_ms)`.execute(database);
  await database.schema.createIndex('case_papers_by_time').on('case_papers').column('at_ms').execute();
}

/** Indexes of the statistics. */
export const statistics: Migration = { up };
