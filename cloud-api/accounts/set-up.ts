import { describePasswordFaults, findPasswordFaults } from '@lamppost/contracts';
import { createHash, randomBytes } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { AuditLog } from '../audit/audit-log.js';
import type { Clock } from '../clock.js';
import { readOrCreateSecret } from '../data-folder/secret-file.js';
import type { CloudDatabase } from '../database/open-database.js';
import { ProblemError } from '../errors/problem-error.js';
import { lockAccounts } from './account-guards.js';
import { makeAccountId } from './manage-accounts.js';
import type { PasswordHasher } from './password-hash.js';

const FILE_NAME = 'setup-code';

/** The first administrator, of a cloud that has none. */
export interface SetUp {
  /** Writes a code to `setup-code` in the keys' folder (mode 0600) while there is no account; clears it away once there is. */
  prepare(): Promise<void>;
  /**
   * Makes the first administrator, of all bureaus, with the code, which then serves no more.
   *
   * @throws ProblemError `account.setup-code-wrong` or `account.password-weak`
   */
  finish(request: {
    code: string;
    loginName: string;
    displayName: string;
    password: string;
    from: string;
  }): Promise<string>;
}

function hashCode(code: string): string {
  return createHash('sha256').update(`lamppost.setup/1\n${code}`).digest('hex');
}

/** Set-up by a code on the disk of the cloud: whoever can read that file runs the machine. Each replica has a code of its own. */
export function createSetUp(options: {
  keysFolder: string;
  database: CloudDatabase;
  clock: Clock;
  audit: AuditLog;
  hasher: PasswordHasher;
  log: Logger;
}): SetUp {
  const { database, clock, audit, hasher, log } = options;
  const file = join(options.keysFolder, FILE_NAME);

  return {
    prepare: async () => {
      const known = await database.selectFrom('accounts').select('account_id').limit(1).executeTakeFirst();
      if (known !== undefined) {
        rmSync(file, { force: true });
        return;
      }
      const code = readOrCreateSecret(file, () => randomBytes(16).toString('hex'));
      await database
        .insertInto('setup_codes')
        .values({ code_hash: hashCode(code), created_at_ms: clock.nowMs() })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      log.warn({ file }, 'there is no account yet: make the first administrator with the code in this file');
    },
    finish: async ({ code, loginName, displayName, password, from }) => {
      const requireCode = async (connection: CloudDatabase) => {
        const found = await connection
          .selectFrom('setup_codes')
          .select('code_hash')
          .where('code_hash', '=', hashCode(code))
          .where(sql<boolean>`not exists (select from accounts)`)
          .executeTakeFirst();
        if (found === undefined) throw new ProblemError('account.setup-code-wrong', 'This code makes no administrator');
      };
      await requireCode(database);
      const faults = findPasswordFaults(password, [loginName, displayName]);
      if (faults.length > 0)
        throw new ProblemError('account.password-weak', `The password is not taken: ${describePasswordFaults(faults)}`);
      const passwordHash = await hasher.hash(password);
      const accountId = makeAccountId();
      await database.transaction().execute(async (transaction) => {
        await lockAccounts(transaction);
        await requireCode(transaction);
        await transaction.deleteFrom('setup_codes').execute();
        await transaction
          .insertInto('accounts')
          .values({
            account_id: accountId,
            login_name: loginName,
            display_name: displayName,
            password_hash: passwordHash,
            password_expires_at_ms: null,
            issuer: null,
            subject: null,
            roles: ['administrator'],
            bureau_id: null,
            area_ids: null,
            disabled_at_ms: null,
            created_at_ms: clock.nowMs(),
            signed_in_at_ms: null,
          })
          .execute();
        const subject = { kind: 'account', id: accountId };
        await audit.append(transaction, { action: 'account.set-up', who: null, from, subject, what: { loginName } });
      });
      rmSync(file, { force: true });
      return accountId;
    },
  };
}
