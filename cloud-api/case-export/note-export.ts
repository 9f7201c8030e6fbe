import type { Asker } from '../access/asker.js';
import type { AuditLog } from '../audit/audit-log.js';
import { writeAct } from '../cases/write-act.js';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';

/** Writes down that a case goes out, and why: with the case and in the audit log. */
export async function noteExport(
  parts: { readonly database: CloudDatabase; readonly clock: Clock; readonly audit: Pick<AuditLog, 'append'> },
  asker: Asker,
  exported: { readonly caseId: string; readonly reason: string; readonly what: Readonly<Record<string, unknown>> },
): Promise<void> {
  const { database, clock, audit } = parts;
  const { actor, requestId, client } = asker;
  const { accountId, displayName, bureauId } = actor;
  const { caseId, reason, what } = exported;
  const act = 'case.export';
  await database.transaction().execute(async (transaction) => {
    await writeAct(transaction, caseId, {
      ...{ act, atMs: clock.nowMs(), accountId, displayName, bureauId, note: reason, what, requestId, client },
    });
    await audit.append(transaction, {
      ...{ who: actor, action: act, subject: { kind: 'case', id: caseId } },
      ...{ what: { ...what, requestId }, why: reason, from: client },
    });
  });
}
