import { ProblemError } from '../errors/problem-error.js';
import { mayDo, type Actor } from './actor.js';
import type { Permission } from './permissions.js';

/**
 * Makes sure that the actor may do what concerns the whole town: it holds the permission, and is limited to no bureau and no area.
 *
 * @throws ProblemError `access.not-allowed`
 */
export function requireTownWide(actor: Actor, permission: Permission): void {
  if (!mayDo(actor, permission, { bureauIds: [], areaId: null }))
    throw new ProblemError('access.not-allowed', `${permission} concerns the whole town: it is not for one bureau`);
}
