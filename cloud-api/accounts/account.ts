import { Slug } from '@lamppost/contracts';
import type { Selectable } from 'kysely';
import { z } from 'zod';
import { PersonRole } from '../access/roles.js';
import type { AccountsTable } from '../database/access-tables.js';

/** Name that somebody signs in with; capitals make no difference. */
export const LoginName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{1,63}$/, '2 to 64 of A-Z a-z 0-9 . _ @ -, starting with a letter or digit')
  .transform((name) => name.toLowerCase());

/** What an account may do, and where. */
export const AccountScope = z.strictObject({
  roles: z.array(PersonRole).min(1).max(PersonRole.options.length),
  /** The bureau that it is limited to; null: not limited to one. */
  bureauId: Slug.nullable(),
  /** The areas that it is limited to; null: not limited to any. */
  areaIds: z.array(Slug).min(1).max(200).nullable(),
});
export type AccountScope = z.infer<typeof AccountScope>;

const DisplayName = z.string().trim().min(1).max(100);

/** An account to be made. */
export const NewAccount = AccountScope.extend({ loginName: LoginName, displayName: DisplayName });
export type NewAccount = z.infer<typeof NewAccount>;

/** What is to be changed; what is left out stays. */
export const AccountChange = AccountScope.extend({ displayName: DisplayName, isDisabled: z.boolean() }).partial();
export type AccountChange = z.infer<typeof AccountChange>;

/** An account as administrators see it. */
export const Account = AccountScope.extend({
  accountId: z.string(),
  /** Null for an account of an identity provider, which gives it name and roles anew at each sign-in. */
  loginName: z.string().nullable(),
  displayName: z.string(),
  isDisabled: z.boolean(),
  mustChangePassword: z.boolean(),
  createdAtMs: z.int(),
  signedInAtMs: z.int().nullable(),
});
export type Account = z.infer<typeof Account>;

/** A page of accounts, the newest first. */
export const AccountPage = z.object({ accounts: z.array(Account), nextCursor: z.string().nullable() });
export type AccountPage = z.infer<typeof AccountPage>;

/** A row as the interface shows it. */
export function toAccount(row: Selectable<AccountsTable>): Account {
  return {
    accountId: row.account_id,
    loginName: row.login_name,
    displayName: row.display_name,
    roles: row.roles,
    bureauId: row.bureau_id,
    areaIds: row.area_ids,
    isDisabled: row.disabled_at_ms !== null,
    mustChangePassword: row.must_change_password,
    createdAtMs: row.created_at_ms,
    signedInAtMs: row.signed_in_at_ms,
  };
}
