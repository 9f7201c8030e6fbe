import type { CloudDatabase } from '../database/open-database.js';

/** A digest whose time stamp is due. */
export interface DueTimeStamp {
  readonly digest: string;
  /** Attempts, this one included. */
  readonly attempts: number;
}

/** Takes what is due out of the turn of other replicas until `leaseMs` from now; the longest due come first. */
export async function claimDue(
  database: CloudDatabase,
  { nowMs, leaseMs, limit }: { readonly nowMs: number; readonly leaseMs: number; readonly limit: number },
): Promise<DueTimeStamp[]> {
  return await database.transaction().execute(async (transaction) => {
    const due = await transaction
      .selectFrom('time_stamps')
      .select('digest')
      .where('next_attempt_at_ms', '<=', nowMs)
      .orderBy('next_attempt_at_ms')
      .limit(limit)
      .forUpdate()
      .skipLocked()
      .execute();
    if (due.length === 0) return [];
    return await transaction
      .updateTable('time_stamps')
      .set((set) => ({ next_attempt_at_ms: nowMs + leaseMs, attempts: set('attempts', '+', 1) }))
      .where(
        'digest',
        'in',
        due.map(({ digest }) => digest),
      )
      .returning(['digest', 'attempts'])
      .execute();
  });
}

/** Keeps the token of a digest. */
export async function keepToken(database: CloudDatabase, digest: string, token: string): Promise<void> {
  await database
    .updateTable('time_stamps')
    .set({ token, next_attempt_at_ms: null, last_failure: null })
    .where('digest', '=', digest)
    .execute();
}

/** Notes why a digest has no time stamp yet, and when it is tried again. */
export async function noteFailure(
  database: CloudDatabase,
  digest: string,
  { failure, nextAttemptAtMs }: { readonly failure: string; readonly nextAttemptAtMs: number },
): Promise<void> {
  await database
    .updateTable('time_stamps')
    .set({ last_failure: failure, next_attempt_at_ms: nextAttemptAtMs })
    .where('digest', '=', digest)
    .where('token', 'is', null)
    .execute();
}
