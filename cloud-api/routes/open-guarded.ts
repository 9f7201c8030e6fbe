import { z } from 'zod';
import { mayDo, type Actor } from '../access/actor.js';
import type { Subject } from '../access/permissions.js';
import type { FileGuard } from '../cases/sealed-files.js';
import { ProblemError } from '../errors/problem-error.js';
import type { CloudServices } from './cloud-services.js';

/** Why something sealed is opened. */
export const Reason = z.string().trim().min(4).max(300).describe('Why the sealed original is opened');

/**
 * Lets somebody open something guarded of a case, and writes it down first; that somebody was refused is written down too.
 *
 * @throws ProblemError `access.not-allowed` or `access.reason-needed`
 */
export async function openGuarded(
  { audit }: Pick<CloudServices, 'audit'>,
  opened: {
    readonly actor: Actor;
    /** Address that the request came from. */
    readonly from: string;
    readonly reason: string | undefined;
    readonly caseId: string;
    readonly subject: Subject;
    /** What is opened, in words. */
    readonly name: string;
    /** What is opened, for the log. */
    readonly what: Readonly<Record<string, unknown>>;
    readonly guard: FileGuard;
  },
): Promise<void> {
  const { actor, from, reason, caseId, subject, name, what, guard } = opened;
  const { permission, needsReason } = guard;
  const event = {
    action: permission === 'plate.read' ? ('plate.read' as const) : ('original.read' as const),
    who: actor,
    from,
    subject: { kind: 'case', id: caseId },
    what,
    ...(reason === undefined ? {} : { why: reason }),
  };
  if (!mayDo(actor, permission, subject)) {
    await audit.record({ ...event, outcome: 'refused' });
    throw new ProblemError('access.not-allowed', `${actor.displayName} does not hold ${permission}`);
  }
  if (needsReason && reason === undefined)
    throw new ProblemError('access.reason-needed', `${name} is a sealed original`);
  await audit.record(event);
}
