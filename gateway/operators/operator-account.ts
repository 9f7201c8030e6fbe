import { EpochMs } from '@lamppost/contracts';
import { z } from 'zod';
import { OperatorRole } from '../console-shapes/me.js';

/** Name that an operator signs in with; capitals make no difference. */
export const OperatorName = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{1,31}$/, '2 to 32 of A-Z a-z 0-9 . _ -, starting with a letter or digit')
  .transform((name) => name.toLowerCase());

/** Somebody who may sign in at the box. */
export const OperatorAccount = z.strictObject({
  name: OperatorName,
  role: OperatorRole,
  /** Argon2id in PHC form, with a salt of its own. */
  passwordHash: z.string().startsWith('$argon2id$'),
  /** When a one-time password ends that was not used; null: the password is the operator's own. */
  oneTimeUntilMs: EpochMs.nullable(),
  createdAtMs: EpochMs,
});
export type OperatorAccount = z.infer<typeof OperatorAccount>;

/** The file that the accounts of a box are kept in. */
export const OperatorsFile = z.strictObject({
  schema: z.literal('lamppost.operators/1'),
  operators: z.array(OperatorAccount).max(200),
});
