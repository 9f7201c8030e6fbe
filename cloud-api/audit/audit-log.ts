import { sql, type Transaction } from 'kysely';
import type { Actor } from '../access/actor.js';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { CloudTables } from '../database/schema.js';
import { toCanonicalJson } from '../ingest/canonical-json.js';
import { AuditEntry, GENESIS_HASH } from './audit-entry.js';
import { hashAuditEntry } from './hash-audit-entry.js';

/** What is to be written down; number, time and hash are added. */
export type AuditEvent = Pick<AuditEntry, 'action' | 'subject' | 'what' | 'from'> & {
  readonly who: Pick<Actor, 'accountId' | 'displayName' | 'roles' | 'bureauId'> | null;
  readonly why?: string;
  readonly outcome?: AuditEntry['outcome'];
};

/** The log that only grows: each entry holds the hash of the one before, whichever replica wrote that. */
export interface AuditLog {
  /**
   * Writes an entry as part of a transaction, which it belongs to: both happen or neither. Write it last, for until the transaction ends no
   * other entry is written.
   */
  append(transaction: Transaction<CloudTables>, event: AuditEvent): Promise<void>;
  /** Writes an entry in a transaction of its own. */
  record(event: AuditEvent): Promise<void>;
}

/** The log in the database. */
export function createAuditLog(options: { database: CloudDatabase; clock: Clock }): AuditLog {
  const { database, clock } = options;

  const append: AuditLog['append'] = async (transaction, { who, why, outcome = 'done', ...event }) => {
    // One writer at a time over all replicas; it is let go when the transaction ends, and its row is seen by then.
    await sql`select pg_advisory_xact_lock(hashtextextended('lamppost audit log', 0))`.execute(transaction);
    const last = await transaction
      .selectFrom('audit_log')
      .select(['audit_number', 'hash'])
      .orderBy('audit_number', 'desc')
      .limit(1)
      .executeTakeFirst();
    const entry = AuditEntry.parse({
      schema: 'lamppost.audit/1',
      number: (last?.audit_number ?? 0) + 1,
      atMs: clock.nowMs(),
      who:
        who === null
          ? null
          : { accountId: who.accountId, displayName: who.displayName, roles: who.roles, bureauId: who.bureauId },
      ...event,
      outcome,
      why: why ?? null,
      previousHash: last?.hash ?? GENESIS_HASH,
    });
    await transaction
      .insertInto('audit_log')
      .values({
        audit_number: entry.number,
        at_ms: entry.atMs,
        account_id: entry.who?.accountId ?? null,
        bureau_id: entry.who?.bureauId ?? null,
        action: entry.action,
        subject_kind: entry.subject?.kind ?? null,
        subject_id: entry.subject?.id ?? null,
        entry: toCanonicalJson(entry).toString('utf8'),
        hash: hashAuditEntry(entry),
      })
      .execute();
  };
  return {
    append,
    record: async (event) => {
      await database.transaction().execute(async (transaction) => {
        await append(transaction, event);
      });
    },
  };
}
