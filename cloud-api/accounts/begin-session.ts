import type { AuditLog } from '../audit/audit-log.js';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { SessionStore } from '../sessions/session-store.js';

/** Begins a session of an account that proved itself, writes it down, and gives the session's ID. */
export async function beginAccountSession(
  options: { database: CloudDatabase; clock: Clock; sessions: SessionStore; audit: AuditLog },
  { accountId, from }: { readonly accountId: string; readonly from: string },
): Promise<string> {
  const { database, clock, sessions, audit } = options;
  const row = await database
    .updateTable('accounts')
    .set({ signed_in_at_ms: clock.nowMs() })
    .where('account_id', '=', accountId)
    .returning(['display_name', 'roles', 'bureau_id'])
    .executeTakeFirstOrThrow();
  const who = { accountId, displayName: row.display_name, roles: row.roles, bureauId: row.bureau_id };
  await audit.record({ action: 'session.begin', who, from, subject: null, what: {} });
  return await sessions.begin(accountId);
}
