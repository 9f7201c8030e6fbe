import { describePasswordFaults, findPasswordFaults } from '@lamppost/contracts';
import type { AuditLog } from '../audit/audit-log.js';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import { ProblemError } from '../errors/problem-error.js';
import type { AttemptLimiter } from '../sessions/attempt-limiter.js';
import type { Asker } from './manage-accounts.js';
import type { PasswordHasher } from './password-hash.js';

/** Signing in with a name and a password, and changing it. */
export interface PasswordSignIn {
  /**
   * ID of the account that this name and password belong to.
   *
   * @throws ProblemError `access.sign-in-wrong`, the same for each way to be wrong; `access.too-many-failures`
   */
  check(request: { loginName: string; password: string; from: string }): Promise<string>;
  /**
   * Changes one's own password, and ends the account's other sessions and tokens.
   *
   * @throws ProblemError `access.sign-in-wrong`, `account.password-weak`, `account.no-password`
   */
  changeOwn(asker: Asker, words: { current: string; next: string }): Promise<void>;
}

/** Sign-in against the accounts of the database. */
export function createPasswordSignIn(options: {
  database: CloudDatabase;
  clock: Clock;
  audit: AuditLog;
  hasher: PasswordHasher;
  /** Attempts from one address. */
  byAddress: AttemptLimiter;
  /** Attempts on one name, whether there is such an account or not. */
  byName: AttemptLimiter;
}): PasswordSignIn {
  const { database, clock, audit, hasher, byAddress, byName } = options;

  const takeAttempt = async (loginName: string, from: string) => {
    const retryAfterSeconds = Math.max(await byAddress.take(`address ${from}`), await byName.take(`name ${loginName}`));
    if (retryAfterSeconds > 0)
      throw new ProblemError('access.too-many-failures', 'The name or the password was wrong too often', {
        retryAfterSeconds,
      });
  };
  return {
    check: async ({ loginName, password, from }) => {
      await takeAttempt(loginName, from);
      const row = await database
        .selectFrom('accounts')
        .selectAll()
        .where('login_name', '=', loginName)
        .executeTakeFirst();
      const isRight = await hasher.verify(row?.password_hash ?? null, password);
      const isOver = row?.password_expires_at_ms != null && row.password_expires_at_ms <= clock.nowMs();
      const fault =
        row === undefined
          ? 'unknown'
          : !isRight
            ? 'password'
            : row.disabled_at_ms !== null
              ? 'disabled'
              : isOver && 'over';
      if (row === undefined || fault !== false) {
        // A name that no account has is not kept: it may be a password that was typed into the wrong field.
        const subject = row === undefined ? null : { kind: 'account', id: row.account_id };
        await audit.record({
          action: 'session.refused',
          outcome: 'refused',
          who: null,
          from,
          subject,
          what: { fault },
        });
        throw new ProblemError('access.sign-in-wrong', 'No account has this name and password');
      }
      await byAddress.forgive(`address ${from}`);
      await byName.forgive(`name ${loginName}`);
      return row.account_id;
    },
    changeOwn: async ({ actor, from }, { current, next }) => {
      const row = await database
        .selectFrom('accounts')
        .selectAll()
        .where('account_id', '=', actor.accountId)
        .executeTakeFirst();
      if (row?.login_name == null)
        throw new ProblemError('account.no-password', `${actor.displayName} signs in without a password of its own`);
      await takeAttempt(row.login_name, from);
      if (!(await hasher.verify(row.password_hash, current)))
        throw new ProblemError('access.sign-in-wrong', 'The present password is another');
      await byName.forgive(`name ${row.login_name}`);
      await byAddress.forgive(`address ${from}`);
      const faults = findPasswordFaults(next, [row.login_name, row.display_name]);
      if (next === current) faults.push('not-new');
      if (faults.length > 0)
        throw new ProblemError('account.password-weak', `The password is not taken: ${describePasswordFaults(faults)}`);
      const passwordHash = await hasher.hash(next);
      await database.transaction().execute(async (transaction) => {
        await transaction
          .updateTable('accounts')
          .set({ password_hash: passwordHash, password_expires_at_ms: null, must_change_password: false })
          .where('account_id', '=', actor.accountId)
          .execute();
        await transaction.deleteFrom('sessions').where('account_id', '=', actor.accountId).execute();
        const subject = { kind: 'account', id: actor.accountId };
        await audit.append(transaction, { action: 'account.password-change', who: actor, from, subject, what: {} });
      });
    },
  };
}
