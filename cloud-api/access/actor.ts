import type { FastifyRequest } from 'fastify';
import { PERMISSIONS, type Permission, type Subject } from './permissions.js';
import type { Role } from './roles.js';

/** Who makes a request. */
export interface Actor {
  /** ID of the account; `access-code` for someone who signed in with the shared code. */
  readonly accountId: string;
  /** As it stands in logs and papers. */
  readonly displayName: string;
  readonly roles: readonly Role[];
  /** The bureau that the actor's work is limited to; null: not limited to one. */
  readonly bureauId: string | null;
  /** The areas it is limited to; null: not limited to any. */
  readonly areaIds: readonly string[] | null;
}

/** Tells who makes a request. A route that declares `config: { permission }` was checked for it before its body was read. */
export interface ActorSource {
  /**
   * The actor of the request, who holds the permission for some subject at least; which ones, {@link mayDo} says. Asking again costs nothing.
   *
   * @throws ProblemError `access.sign-in-needed` and other `access.` codes; `access.not-allowed` without the permission
   */
  requireActor(request: FastifyRequest, permission: Permission): Promise<Actor>;
}

/** Whether a role of the actor has the permission at all. */
export function holdsPermission(actor: Pick<Actor, 'roles'>, permission: Permission): boolean {
  const holders: readonly Role[] = PERMISSIONS[permission];
  return actor.roles.some((role) => holders.includes(role));
}

/** Whether the actor may do this to that: a role has the permission, and the subject is within bureau and areas. */
export function mayDo(actor: Actor, permission: Permission, subject: Subject): boolean {
  if (!holdsPermission(actor, permission)) return false;
  const reached = permission === 'case.read' ? [...subject.bureauIds, ...(subject.readerIds ?? [])] : subject.bureauIds;
  if (actor.bureauId !== null && !reached.includes(actor.bureauId)) return false;
  return actor.areaIds === null || (subject.areaId !== null && actor.areaIds.includes(subject.areaId));
}
