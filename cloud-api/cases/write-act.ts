import type { CaseAct } from '@lamppost/contracts';
import type { Transaction } from 'kysely';
import type { CloudDatabase } from '../database/open-database.js';
import type { CloudTables } from '../database/schema.js';

/** Acts of a case that are shown, at most. */
const MOST_SHOWN = 500;

/** Writes down what was done with a case beside the steps of its life, in the transaction that does it. */
export async function writeAct(
  transaction: Transaction<CloudTables>,
  caseId: string,
  { act, atMs, accountId, displayName, bureauId, note, what, requestId, client }: CaseAct,
): Promise<void> {
  await transaction
    .insertInto('case_acts')
    .values({
      case_id: caseId,
      act,
      at_ms: atMs,
      account_id: accountId,
      display_name: displayName,
      bureau_id: bureauId,
      note,
      what: JSON.stringify(what),
      request_id: requestId,
      client,
    })
    .execute();
}

/** What was done with a case beside its steps, first to last; of very many the latest. */
export async function readActs(database: CloudDatabase, caseId: string): Promise<CaseAct[]> {
  const rows = await database
    .selectFrom('case_acts')
    .selectAll()
    .where('case_id', '=', caseId)
    .orderBy('act_number', 'desc')
    .limit(MOST_SHOWN)
    .execute();
  return rows.reverse().map((row) => ({
    act: row.act,
    atMs: row.at_ms,
    accountId: row.account_id,
    displayName: row.display_name,
    bureauId: row.bureau_id,
    note: row.note,
    what: row.what,
    requestId: row.request_id,
    client: row.client,
  }));
}
