import { type Kysely, sql } from 'kysely';
import { ConfigError } from '../config/config-error.js';
import type { CloudTables } from './schema.js';

/**
 * Finds out whether a newer version of the cloud has been at the database, whose tables this one can't read.
 *
 * @param known names of the migrations that this version has
 * @throws ConfigError that says how to go back
 */
export async function refuseNewerTables(database: Kysely<CloudTables>, known: readonly string[]): Promise<void> {
  const { rows: made } = await sql`select where to_regclass('kysely_migration') is not null`.execute(database);
  if (made.length === 0) return;
  const { rows } = await sql<{ name: string }>`select name from kysely_migration order by name`.execute(database);
  const stranger = rows.find(({ name }) => !known.includes(name));
  if (stranger === undefined) return;
  throw new ConfigError(
    `the tables of the database are those of a newer version of the cloud (${stranger.name}): start that version, or load the backup from before the upgrade into an empty database, see docs/operations.md#upgrade`,
  );
}
