import { sql, type Transaction } from 'kysely';
import type { CloudDatabase } from '../../database/open-database.js';
import { prepareStatement } from '../../database/prepared-statement.js';
import type { CloudTables } from '../../database/schema.js';
import { DEFAULT_DESK_SETTINGS, DeskSettings } from './desk-settings.js';

/** How the desk works now. */
export interface StoredDeskSettings {
  /** 0 while nobody has changed them; each change adds 1. */
  readonly version: number;
  readonly settings: DeskSettings;
}

const readRow = prepareStatement<{ version: number; settings: object }>(
  'desk-settings',
  'select version, settings from desk_settings',
);

/** Reads the settings; the defaults while nobody has changed them. Every replica reads the same. */
export async function readDeskSettings(database: CloudDatabase): Promise<StoredDeskSettings> {
  const [row] = await readRow(database);
  if (row === undefined) return { version: 0, settings: DEFAULT_DESK_SETTINGS };
  const { deadlines = {}, ...rest } = row.settings as { deadlines?: object };
  // What was stored before a setting was there has the default of it.
  const settings = {
    ...DEFAULT_DESK_SETTINGS,
    ...rest,
    deadlines: { ...DEFAULT_DESK_SETTINGS.deadlines, ...deadlines },
  };
  return { version: row.version, settings: DeskSettings.parse(settings) };
}

/**
 * Changes the settings from `fromVersion` on, as part of a transaction.
 *
 * @returns the new version; null when somebody else changed them before
 */
export async function changeDeskSettings(
  transaction: Transaction<CloudTables>,
  change: { settings: DeskSettings; fromVersion: number; atMs: number; by: string },
): Promise<number | null> {
  const { settings, fromVersion, atMs, by } = change;
  const row = {
    version: fromVersion + 1,
    settings: JSON.stringify(settings),
    changed_at_ms: atMs,
    changed_by: by,
  };
  const done =
    fromVersion === 0
      ? await transaction
          .insertInto('desk_settings')
          .values({ is_current: true, ...row })
          .onConflict((conflict) => conflict.column('is_current').doNothing())
          .returning('version')
          .executeTakeFirst()
      : await transaction
          .updateTable('desk_settings')
          .set(row)
          .where('version', '=', fromVersion)
          .where(sql<boolean>`is_current`)
          .returning('version')
          .executeTakeFirst();
  return done?.version ?? null;
}
