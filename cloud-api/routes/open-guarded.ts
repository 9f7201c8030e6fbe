import { mayDo, type Actor } from '../access/actor.js';
import type { CaseFile } from '../cases/read-case.js';
import type { FileGuard } from '../cases/sealed-files.js';
import { ProblemError } from '../errors/problem-error.js';
import type { CloudServices } from './cloud-services.js';

/**
 * Lets somebody open a guarded file of a case, and writes it down first; that somebody was refused is written down too.
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
    readonly name: string;
    readonly file: CaseFile;
    readonly guard: FileGuard;
  },
): Promise<void> {
  const { actor, from, reason, caseId, name, file, guard } = opened;
  const { permission, needsReason } = guard;
  const event = {
    action: permission === 'plate.read' ? ('plate.read' as const) : ('original.read' as const),
    who: actor,
    from,
    subject: { kind: 'case', id: caseId },
    what: { name, role: file.role, sha256: file.sha256 },
    ...(reason === undefined ? {} : { why: reason }),
  };
  if (!mayDo(actor, permission, file.subject)) {
    await audit.record({ ...event, outcome: 'refused' });
    throw new ProblemError('access.not-allowed', `${actor.displayName} does not hold ${permission}`);
  }
  if (needsReason && reason === undefined)
    throw new ProblemError('access.reason-needed', `${name} is a sealed original`);
  await audit.record(event);
}
