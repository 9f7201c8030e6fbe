import type { CaseAct } from '@lamppost/contracts';
import type { Transaction } from 'kysely';
import type { CloudDatabase } from '../database/open-database.js';
import type { CloudTables } from '../database/schema.js';
import { queueEvent } from '../webhooks/queue-event.js';

/** Acts of a case that are shown, at most. */
const MOST_SHOWN = 500;

/** Writes down what was done with a case beside the steps of its life, in the transaction that does it. */
export async function writeAct(
  transaction: Transaction<CloudTables>,
  caseId: string,
  { act, atMs, accountId, displayName, bureauId, note, what, requestId, client }: CaseAct,
): Promise<void> {
  const { act_number: number } = await transaction
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
    .returning('act_number')
    .executeTakeFirstOrThrow();
  const ofCase = await transaction
    .selectFrom('cases')
    .select(['bureau_id', 'supporter_ids', 'reader_ids'])
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  await queueEvent(
    transaction,
    {
      ...{ type: 'lamppost.case.act.v1', id: `${caseId}.act-${number}`, source: '/cases', subject: caseId, atMs },
      data: { caseId, act, what },
    },
    [ofCase.bureau_id, bureauId, ...ofCase.supporter_ids, ...ofCase.reader_ids],
  );
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
