import type { FastifyRequest } from 'fastify';
import { holdsPermission, type Actor, type ActorSource } from '../access/actor.js';
import { PersonRole } from '../access/roles.js';
import { readBearerToken } from '../devices/authenticate-device.js';
import { ProblemError } from '../errors/problem-error.js';
import type { FailureLimiter } from './failure-limiter.js';
import { isSameSecret } from './secret-comparison.js';
import { TOKEN_PREFIX, type SessionOwner, type SessionStore } from './session-store.js';

/** Name of the session cookie. */
export const SESSION_COOKIE = 'lamppost_session';

/** Decides who of the people makes a request. */
export interface PeopleAccess extends ActorSource {
  /**
   * The actor of the request, also while its first password is still to be changed.
   *
   * @throws ProblemError with an `access.` code
   */
  requireSignedIn(request: FastifyRequest): Promise<Actor>;
  /**
   * Begins a session for someone who knows the access code, and gives its ID.
   *
   * @throws ProblemError with an `access.` code
   */
  signIn(request: FastifyRequest, accessCode: string): Promise<string>;
  /** Ends the session of the request, if it has one. */
  signOut(request: FastifyRequest): Promise<void>;
}

function readSessionId(request: FastifyRequest): string | null {
  const cookie = request.cookies[SESSION_COOKIE];
  return cookie === undefined ? null : request.unsignCookie(cookie).value;
}

/** ID of whoever knows the shared code. */
export const ACCESS_CODE_ID = 'access-code';

/** The shared code opens everything, for a town that has no accounts yet. */
const ACCESS_CODE_OWNER: SessionOwner = { account: null };
const ACCESS_CODE_ACTOR: Actor = {
  accountId: ACCESS_CODE_ID,
  displayName: '访问码 access code',
  roles: PersonRole.options,
  bureauId: null,
  areaIds: null,
};

function toActor({ account }: SessionOwner): Actor {
  if (account === null) return ACCESS_CODE_ACTOR;
  const { accountId, displayName, roles, bureauId, areaIds } = account;
  return { accountId, displayName, roles, bureauId, areaIds };
}

/** Access by accounts, and by one code that all share where one is set. */
export function createPeopleAccess(options: {
  /** Null: there is none. */
  accessCode: string | null;
  sessions: SessionStore;
  failures: FailureLimiter;
}): PeopleAccess {
  const { accessCode, sessions, failures } = options;
  const owners = new WeakMap<FastifyRequest, SessionOwner>();

  const checkCode = (request: FastifyRequest, given: string) => {
    const retryAfterSeconds = failures.blockedSeconds(request.ip);
    if (retryAfterSeconds > 0)
      throw new ProblemError('access.too-many-failures', 'The access code was wrong too often', { retryAfterSeconds });
    if (accessCode !== null && isSameSecret(given, accessCode)) return;
    failures.recordFailure(request.ip);
    throw new ProblemError('access.code-wrong', 'This access code opens nothing');
  };
  const identify = async (request: FastifyRequest): Promise<SessionOwner> => {
    const token = readBearerToken(request.headers.authorization);
    if (token !== null && !token.startsWith(TOKEN_PREFIX)) {
      checkCode(request, token);
      return ACCESS_CODE_OWNER;
    }
    const sessionId = token ?? readSessionId(request);
    const owner = sessionId === null ? null : await sessions.find(sessionId, token === null ? 'page' : 'token');
    // Sessions that began with an access code end with it.
    if (owner === null || (owner.account === null && accessCode === null))
      throw new ProblemError('access.sign-in-needed', 'The request belongs to no open session');
    return owner;
  };
  const findOwner = async (request: FastifyRequest): Promise<SessionOwner> => {
    const owner = owners.get(request) ?? (await identify(request));
    owners.set(request, owner);
    return owner;
  };
  return {
    requireSignedIn: async (request) => toActor(await findOwner(request)),
    requireActor: async (request, permission) => {
      const owner = await findOwner(request);
      const actor = toActor(owner);
      if (owner.account?.mustChangePassword === true)
        throw new ProblemError('access.password-change-needed', `${actor.displayName} holds a one-time password`);
      if (!holdsPermission(actor, permission))
        throw new ProblemError('access.not-allowed', `${actor.displayName} does not hold ${permission}`);
      return actor;
    },
    signIn: async (request, given) => {
      checkCode(request, given);
      return await sessions.begin(null);
    },
    signOut: async (request) => {
      const sessionId = readSessionId(request);
      if (sessionId !== null) await sessions.end(sessionId);
      const token = readBearerToken(request.headers.authorization);
      if (token?.startsWith(TOKEN_PREFIX) === true) await sessions.end(token);
    },
  };
}
