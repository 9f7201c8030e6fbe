import type { FastifyRequest } from 'fastify';
import { holdsPermission, type Actor, type ActorSource } from '../access/actor.js';
import { PersonRole } from '../access/roles.js';
import { readBearerToken } from '../devices/authenticate-device.js';
import { ProblemError } from '../errors/problem-error.js';
import type { FailureLimiter } from './failure-limiter.js';
import { isSameSecret } from './secret-comparison.js';
import type { SessionStore } from './session-store.js';

/** Name of the session cookie. */
export const SESSION_COOKIE = 'lamppost_session';

/** Decides who of the people may read. */
export interface PeopleAccess extends ActorSource {
  /**
   * Lets a request through that carries an open session or the access code as a bearer token.
   *
   * @throws ProblemError with an `access.` code
   */
  admit(request: FastifyRequest): Promise<void>;
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

/** Whoever knows the shared code: it opens everything, for a town that has no accounts yet. */
const ACCESS_CODE_ACTOR: Actor = {
  accountId: 'access-code',
  displayName: '访问码 access code',
  roles: PersonRole.options,
  bureauId: null,
  areaIds: null,
};

/** Access by one code that all officers of a bureau share. */
export function createPeopleAccess(options: {
  accessCode: string;
  sessions: SessionStore;
  failures: FailureLimiter;
}): PeopleAccess {
  const { accessCode, sessions, failures } = options;

  const checkCode = (request: FastifyRequest, given: string) => {
    const retryAfterSeconds = failures.blockedSeconds(request.ip);
    if (retryAfterSeconds > 0)
      throw new ProblemError('access.too-many-failures', 'The access code was wrong too often', { retryAfterSeconds });
    if (isSameSecret(given, accessCode)) return;
    failures.recordFailure(request.ip);
    throw new ProblemError('access.code-wrong', 'This access code opens nothing');
  };
  const known = new WeakMap<FastifyRequest, Actor>();

  const admit = async (request: FastifyRequest) => {
    const token = readBearerToken(request.headers.authorization);
    if (token !== null) {
      checkCode(request, token);
      return ACCESS_CODE_ACTOR;
    }
    const sessionId = readSessionId(request);
    if (sessionId === null || !(await sessions.isOpen(sessionId)))
      throw new ProblemError('access.sign-in-needed', 'The request belongs to no open session');
    return ACCESS_CODE_ACTOR;
  };
  return {
    admit: async (request) => {
      await admit(request);
    },
    requireActor: async (request, permission) => {
      const actor = known.get(request) ?? (await admit(request));
      known.set(request, actor);
      if (!holdsPermission(actor, permission))
        throw new ProblemError('access.not-allowed', `${actor.displayName} does not hold ${permission}`);
      return actor;
    },
    signIn: async (request, given) => {
      checkCode(request, given);
      return await sessions.begin();
    },
    signOut: async (request) => {
      const sessionId = readSessionId(request);
      if (sessionId !== null) await sessions.end(sessionId);
    },
  };
}
