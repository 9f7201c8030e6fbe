import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';

/** Bounds guessing over all replicas: each attempt is counted before it is judged, so that many at once count as many. */
export interface AttemptLimiter {
  /** Counts an attempt of this source. Seconds until it may try again, when it has none left; 0 when this one may go on. */
  take(source: string): Promise<number>;
  /** Forgets the attempts of a source, because one of them succeeded. */
  forgive(source: string): Promise<void>;
}

/** A limiter of so many attempts in a stretch of time that begins with the first. The database holds hashes of the sources. */
export function createAttemptLimiter(options: {
  database: CloudDatabase;
  clock: Clock;
  maxAttempts: number;
  windowMs: number;
}): AttemptLimiter {
  const { database, clock, maxAttempts, windowMs } = options;
  const key = (source: string) => createHash('sha256').update(source).digest('hex');
  return {
    take: async (source) => {
      const nowMs = clock.nowMs();
      await database.deleteFrom('failed_attempts').where('window_ends_at_ms', '<=', nowMs).execute();
      const row = await database
        .insertInto('failed_attempts')
        .values({ source: key(source), window_ends_at_ms: nowMs + windowMs, failures: 1 })
        .onConflict((conflict) =>
          conflict.column('source').doUpdateSet({ failures: sql<number>`failed_attempts.failures + 1` }),
        )
        .returning(['failures', 'window_ends_at_ms'])
        .executeTakeFirstOrThrow();
      return row.failures <= maxAttempts ? 0 : Math.max(1, Math.ceil((row.window_ends_at_ms - nowMs) / 1_000));
    },
    forgive: async (source) => {
      await database.deleteFrom('failed_attempts').where('source', '=', key(source)).execute();
    },
  };
}
