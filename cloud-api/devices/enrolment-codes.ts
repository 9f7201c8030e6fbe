import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import { readEnrolmentFile } from '../config/read-enrolment-file.js';
import type { CloudDatabase } from '../database/open-database.js';

/** What the database keeps of a code. */
export function hashEnrolmentCode(gatewayId: string, code: string): string {
  return createHash('sha256').update(`lamppost.enrolment/1\n${gatewayId}\n${code}`).digest('hex');
}

/** Keeps the codes in the database in step with the enrolment file. */
export interface EnrolmentCodes {
  /**
   * Takes new codes of the file in, and drops those that are unused and no longer there.
   *
   * @throws ConfigError when the file can't be used
   */
  load(): Promise<void>;
  /** Loads again if the file changed since; a file that can't be used is logged, and the codes stay as they are. */
  refresh(): Promise<void>;
}

/** Watches over one enrolment file; null when there is none. */
export function createEnrolmentCodes(options: {
  file: string | null;
  database: CloudDatabase;
  log: Logger;
}): EnrolmentCodes {
  const { file, database, log } = options;
  let loadedMs: number | null = null;

  const load = async () => {
    if (file === null) return;
    const codes = readEnrolmentFile(file);
    loadedMs = statSync(file).mtimeMs;
    const rows = codes.map(({ gatewayId, code }) => ({
      gateway_id: gatewayId,
      code_hash: hashEnrolmentCode(gatewayId, code),
      used_by_key_id: null,
      used_at_ms: null,
    }));
    await database.transaction().execute(async (transaction) => {
      const hashes = rows.map((row) => row.code_hash);
      await transaction
        .deleteFrom('enrolment_codes')
        .where('used_by_key_id', 'is', null)
        // Codes that administrators made are theirs.
        .where('expires_at_ms', 'is', null)
        .where(sql<boolean>`code_hash <> all(${hashes}::text[])`)
        .execute();
      // In portions, for a statement takes at most 65,535 parameters.
      for (let start = 0; start < rows.length; start += 1_000)
        await transaction
          .insertInto('enrolment_codes')
          .values(rows.slice(start, start + 1_000))
          .onConflict((conflict) => conflict.doNothing())
          .execute();
    });
    log.info({ codes: rows.length }, 'enrolment codes loaded');
  };

  const refresh = async () => {
    if (file === null) return;
    try {
      if (statSync(file).mtimeMs !== loadedMs) await load();
    } catch (error) {
      log.error({ err: error }, 'the enrolment file could not be read again');
    }
  };
  return { load, refresh };
}
