import { Sha256Hex } from '@lamppost/contracts';
import { z } from 'zod';

/** What was done, or refused. */
export const AuditAction = z.enum([
  'session.begin',
  'session.end',
  'session.refused',
  'token.begin',
  'account.set-up',
  'account.create',
  'account.change',
  'account.disable',
  'account.enable',
  'account.password-reset',
  'account.password-change',
  'account.sign-out-everywhere',
  'plate.read',
  'original.read',
  'jurisdiction.import',
  'case.step',
  'desk.change',
  'coordination.position',
  'coordination.decide',
  'joint.invite',
  'joint.step',
  'joint.decide',
  'inspection.step',
  'paper.draft',
  'case.export',
  'document.publish',
  'group.change',
  'rollout.step',
  'webhook.change',
  'device.create',
  'device.change',
  'device.retire',
  'device.reinstate',
  'device.import',
  'device.code',
  'device.revoke',
  'audit.export',
  'list.export',
]);
export type AuditAction = z.infer<typeof AuditAction>;

/** Hash that the first entry names as the one before it. */
export const GENESIS_HASH = '0'.repeat(64);

/** One entry of the log: who, when, why, what, from where. Nothing personal of a party stands in it, only the IDs of cases. */
export const AuditEntry = z.strictObject({
  schema: z.literal('lamppost.audit/1'),
  /** Place in the log, from 1 on without gaps. */
  number: z.int().min(1),
  atMs: z.int().min(0),
  /** Null for a request that nobody signed in for, and for what the cloud did by itself. */
  who: z
    .strictObject({
      accountId: z.string(),
      displayName: z.string(),
      roles: z.array(z.string()),
      bureauId: z.string().nullable(),
    })
    .nullable(),
  action: AuditAction,
  outcome: z.enum(['done', 'refused']),
  /** What it was done to. */
  subject: z.strictObject({ kind: z.string(), id: z.string() }).nullable(),
  /** The reason that was given. */
  why: z.string().nullable(),
  what: z.record(z.string(), z.unknown()),
  /** Address that the request came from; null for what the cloud did by itself. */
  from: z.string().nullable(),
  /** SHA-256 of the canonical JSON of the entry before. */
  previousHash: Sha256Hex,
});
export type AuditEntry = z.infer<typeof AuditEntry>;

/** An entry with the SHA-256 of its canonical JSON (RFC 8785): a line of an export. */
export const AuditLine = z.strictObject({ entry: AuditEntry, hash: Sha256Hex });
export type AuditLine = z.infer<typeof AuditLine>;
