import { sql, type Transaction } from 'kysely';
import { mayDo, type Actor } from '../access/actor.js';
import type { CloudTables } from '../database/schema.js';
import { ProblemError } from '../errors/problem-error.js';
import type { AccountScope } from './account.js';

type CloudTransaction = Transaction<CloudTables>;

/** Makes sure that the actor may manage accounts of this bureau. @throws ProblemError `access.not-allowed` */
export function requireBureau(actor: Actor, bureauId: string | null): void {
  const subject = { bureauIds: bureauId === null ? [] : [bureauId], areaId: null };
  if (!mayDo(actor, 'account.manage', subject))
    throw new ProblemError('access.not-allowed', `Accounts of ${bureauId ?? 'all bureaus'} are not yours to manage`);
}

/** Makes sure that the places of an account exist. @throws ProblemError `bureau.not-found` or `area.not-found` */
export async function requirePlaces(
  transaction: CloudTransaction,
  { bureauId, areaIds }: Pick<AccountScope, 'bureauId' | 'areaIds'>,
): Promise<void> {
  if (bureauId !== null) {
    const found = await transaction
      .selectFrom('bureaus')
      .select('bureau_id')
      .where('bureau_id', '=', bureauId)
      .executeTakeFirst();
    if (found === undefined) throw new ProblemError('bureau.not-found', `There is no bureau ${bureauId}`);
  }
  if (areaIds === null) return;
  const areas = await transaction.selectFrom('areas').select('area_id').where('area_id', 'in', areaIds).execute();
  const missing = areaIds.find((areaId) => !areas.some((area) => area.area_id === areaId));
  if (missing !== undefined) throw new ProblemError('area.not-found', `There is no area ${missing}`);
}

/** One change of accounts at a time, so that two administrators can't take the right from each other at once. */
export async function lockAccounts(transaction: CloudTransaction): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended('lamppost accounts', 0))`.execute(transaction);
}

/** Makes sure that an administrator of all bureaus is left besides this account. @throws ProblemError `account.last-administrator` */
export async function requireOtherAdministrator(transaction: CloudTransaction, accountId: string): Promise<void> {
  const other = await transaction
    .selectFrom('accounts')
    .select('account_id')
    .where('account_id', '<>', accountId)
    .where('disabled_at_ms', 'is', null)
    .where('bureau_id', 'is', null)
    .where(sql<boolean>`'administrator' = any(roles)`)
    .executeTakeFirst();
  if (other === undefined)
    throw new ProblemError('account.last-administrator', `${accountId} is the last administrator of all bureaus`);
}
