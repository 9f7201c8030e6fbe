import { randomBytes, randomInt } from 'node:crypto';
import type { Selectable, Transaction } from 'kysely';
import type { Actor } from '../access/actor.js';
import type { AuditEvent, AuditLog } from '../audit/audit-log.js';
import { cutPage, decodeCursor, readCursor } from '../cases/cursor.js';
import type { Clock } from '../clock.js';
import type { AccountsTable } from '../database/access-tables.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { CloudTables } from '../database/schema.js';
import { ProblemError } from '../errors/problem-error.js';
import { lockAccounts, requireBureau, requireOtherAdministrator, requirePlaces } from './account-guards.js';
import { toAccount, type Account, type AccountChange, type AccountPage, type NewAccount } from './account.js';
import type { PasswordHasher } from './password-hash.js';

/** How long a one-time password serves, in milliseconds. */
export const ONE_TIME_PASSWORD_LIFE_MS = 72 * 3_600_000;
/** Without characters that look alike. */
const ALPHABET = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789';
const ONE_TIME_LENGTH = 20;

/** Who asks, and from which address. */
export interface Asker {
  readonly actor: Actor;
  readonly from: string;
}

/** Accounts as administrators handle them. Each method throws a ProblemError with an `account.`, `access.`, `bureau.` or `area.` code. */
export interface AccountManager {
  /** Makes an account; its one-time password is shown this once. */
  create(asker: Asker, account: NewAccount): Promise<{ account: Account; oneTimePassword: string }>;
  list(actor: Actor, page: { limit: number; cursor: string | undefined }): Promise<AccountPage>;
  read(actor: Actor, accountId: string): Promise<Account>;
  /** Changes an account; one that is disabled is signed out at once. */
  change(asker: Asker, accountId: string, change: AccountChange): Promise<Account>;
  /** Gives an account a one-time password, and signs it out. */
  resetPassword(asker: Asker, accountId: string): Promise<{ oneTimePassword: string }>;
  /** Ends all its sessions and tokens. */
  signOutEverywhere(asker: Asker, accountId: string): Promise<void>;
}

/** ID of a new account. */
export function makeAccountId(): string {
  return `acc-${randomBytes(9).toString('hex')}`;
}

/** Whether PostgreSQL refused a row because another has the same key. */
function isTaken(error: unknown): boolean {
  return (error as { code?: unknown }).code === '23505';
}

function makeOneTimePassword(): string {
  return Array.from({ length: ONE_TIME_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)] ?? '').join('');
}

/** Accounts in the database, every change of them in the audit log. */
export function createAccountManager(options: {
  database: CloudDatabase;
  clock: Clock;
  audit: AuditLog;
  hasher: PasswordHasher;
}): AccountManager {
  const { database, clock, audit, hasher } = options;

  const note = async (
    transaction: Transaction<CloudTables>,
    { actor, from }: Asker,
    accountId: string,
    event: Pick<AuditEvent, 'action' | 'what'>,
  ) => {
    await audit.append(transaction, { ...event, who: actor, from, subject: { kind: 'account', id: accountId } });
  };
  const find = async (
    actor: Actor,
    accountId: string,
    from: CloudDatabase = database,
  ): Promise<Selectable<AccountsTable>> => {
    const row = await from.selectFrom('accounts').selectAll().where('account_id', '=', accountId).executeTakeFirst();
    if (row === undefined) throw new ProblemError('account.not-found', `There is no account ${accountId}`);
    requireBureau(actor, row.bureau_id);
    return row;
  };
  const endSessions = async (transaction: Transaction<CloudTables>, accountId: string) => {
    await transaction.deleteFrom('sessions').where('account_id', '=', accountId).execute();
  };

  return {
    create: async (asker, { loginName, displayName, roles, bureauId, areaIds }) => {
      requireBureau(asker.actor, bureauId);
      const oneTimePassword = makeOneTimePassword();
      const passwordHash = await hasher.hash(oneTimePassword);
      const nowMs = clock.nowMs();
      try {
        return await database.transaction().execute(async (transaction) => {
          await requirePlaces(transaction, { bureauId, areaIds });
          const row = await transaction
            .insertInto('accounts')
            .values({
              account_id: makeAccountId(),
              login_name: loginName,
              display_name: displayName,
              password_hash: passwordHash,
              password_expires_at_ms: nowMs + ONE_TIME_PASSWORD_LIFE_MS,
              must_change_password: true,
              issuer: null,
              subject: null,
              roles: [...new Set(roles)],
              bureau_id: bureauId,
              area_ids: areaIds,
              disabled_at_ms: null,
              created_at_ms: nowMs,
              signed_in_at_ms: null,
            })
            .returningAll()
            .executeTakeFirstOrThrow();
          const what = { loginName, displayName, roles, bureauId, areaIds };
          await note(transaction, asker, row.account_id, { action: 'account.create', what });
          return { account: toAccount(row), oneTimePassword };
        });
      } catch (error) {
        if (isTaken(error)) throw new ProblemError('account.name-taken', `${loginName} is the name of another account`);
        throw error;
      }
    },
    list: async (actor, { limit, cursor }) => {
      const before = readCursor(cursor, decodeCursor);
      if (actor.areaIds !== null) requireBureau(actor, actor.bureauId);
      let query = database.selectFrom('accounts').selectAll();
      if (actor.bureauId !== null) query = query.where('bureau_id', '=', actor.bureauId);
      if (before !== null) query = query.where('account_number', '<', before);
      const rows = await query
        .orderBy('account_number', 'desc')
        .limit(limit + 1)
        .execute();
      const { shown, nextCursor } = cutPage(rows, limit, (row) => row.account_number);
      return { accounts: shown.map(toAccount), nextCursor };
    },
    read: async (actor, accountId) => toAccount(await find(actor, accountId)),
    change: async (asker, accountId, change) =>
      await database.transaction().execute(async (transaction) => {
        await lockAccounts(transaction);
        const row = await find(asker.actor, accountId, transaction);
        const { isDisabled = row.disabled_at_ms !== null, roles = row.roles, displayName = row.display_name } = change;
        const bureauId = change.bureauId === undefined ? row.bureau_id : change.bureauId;
        const areaIds = change.areaIds === undefined ? row.area_ids : change.areaIds;
        requireBureau(asker.actor, bureauId);
        await requirePlaces(transaction, { bureauId, areaIds });
        const was = row.disabled_at_ms === null && row.bureau_id === null && row.roles.includes('administrator');
        const stays = !isDisabled && bureauId === null && roles.includes('administrator');
        if (was && !stays) await requireOtherAdministrator(transaction, accountId);
        const changed = await transaction
          .updateTable('accounts')
          .set({
            display_name: displayName,
            roles: [...new Set(roles)],
            bureau_id: bureauId,
            area_ids: areaIds,
            disabled_at_ms: isDisabled ? (row.disabled_at_ms ?? clock.nowMs()) : null,
          })
          .where('account_id', '=', accountId)
          .returningAll()
          .executeTakeFirstOrThrow();
        if (isDisabled) await endSessions(transaction, accountId);
        const action =
          change.isDisabled === undefined || change.isDisabled === (row.disabled_at_ms !== null)
            ? 'account.change'
            : change.isDisabled
              ? 'account.disable'
              : 'account.enable';
        const shown = ({ displayName: name, roles: held, bureauId: bureau, areaIds: areas }: Account) => ({
          ...{ displayName: name, roles: held, bureauId: bureau, areaIds: areas },
        });
        const what = { before: shown(toAccount(row)), after: shown(toAccount(changed)) };
        await note(transaction, asker, accountId, { action, what });
        return toAccount(changed);
      }),
    resetPassword: async (asker, accountId) => {
      const oneTimePassword = makeOneTimePassword();
      const passwordHash = await hasher.hash(oneTimePassword);
      await database.transaction().execute(async (transaction) => {
        const row = await find(asker.actor, accountId, transaction);
        if (row.login_name === null)
          throw new ProblemError('account.no-password', `${accountId} signs in at ${row.issuer ?? 'its provider'}`);
        await transaction
          .updateTable('accounts')
          .set({
            password_hash: passwordHash,
            password_expires_at_ms: clock.nowMs() + ONE_TIME_PASSWORD_LIFE_MS,
            must_change_password: true,
          })
          .where('account_id', '=', accountId)
          .execute();
        await endSessions(transaction, accountId);
        await note(transaction, asker, accountId, { action: 'account.password-reset', what: {} });
      });
      return { oneTimePassword };
    },
    signOutEverywhere: async (asker, accountId) => {
      await database.transaction().execute(async (transaction) => {
        await find(asker.actor, accountId, transaction);
        await endSessions(transaction, accountId);
        await note(transaction, asker, accountId, { action: 'account.sign-out-everywhere', what: {} });
      });
    },
  };
}
