import type { FastifyRequest } from 'fastify';
import type { Me } from '../console-shapes/me.js';
import { isLoopback } from '../http/http-server.js';
import type { OperatorStore } from '../operators/operator-store.js';
import { ConsoleProblem } from './console-problem.js';
import type { Sessions } from './sessions.js';

/** Name of the session cookie. */
export const SESSION_COOKIE = 'lamppost_operator';
const READS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Who may ask what of the console. */
export interface GuardOptions {
  readonly operators: OperatorStore;
  readonly sessions: Sessions;
  /** Whether the server speaks TLS itself. */
  readonly isTls: boolean;
  /** Whether other machines may use the console without it. */
  readonly overPlainHttp: boolean;
}

/** Why the console is closed to a request, whoever makes it; null: it is not. */
export function findClosed(request: FastifyRequest, options: GuardOptions): 'no-operators' | 'plain-http' | null {
  if (options.operators.list().length === 0) return 'no-operators';
  // A proxy of this machine that speaks TLS to the world comes from it.
  const address = request.ip.replace(/^::ffff:/, '');
  return options.isTls || options.overPlainHttp || isLoopback(address) ? null : 'plain-http';
}

/** Whether a request comes from a page of this very server: what writes, and a WebSocket, must. */
export function isOwnOrigin({ headers }: FastifyRequest): boolean {
  const { origin, host } = headers;
  if (origin === undefined || host === undefined) return false;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}

/** Who is signed in by the cookie of a request; null: nobody. A removed account is nobody's at once. */
export function findMe({ cookies }: FastifyRequest, { operators, sessions }: GuardOptions): Me | null {
  const sessionId = cookies[SESSION_COOKIE];
  const name = sessionId === undefined ? null : sessions.use(sessionId);
  const account = name === null ? null : operators.find(name);
  if (account === null) return null;
  return { name: account.name, role: account.role, mustChangePassword: account.oneTimeUntilMs !== null };
}

/** Why a request is not let in, with an `access.` code; null, and `request.operator` is set, when it is. */
export function findRefusal(request: FastifyRequest, options: GuardOptions): ConsoleProblem | null {
  const { opensTo } = request.routeOptions.config;
  switch (findClosed(request, options)) {
    case 'no-operators':
      return new ConsoleProblem('access.no-operators', 'make an account on the box: npm run operator -- add NAME');
    case 'plain-http':
      return new ConsoleProblem('access.plain-http', 'set http.tls in gateway.yaml, or come from the box itself');
    case null:
  }
  const isSocket = request.headers.upgrade !== undefined;
  if ((!READS.has(request.method) || isSocket) && !isOwnOrigin(request))
    return new ConsoleProblem('access.foreign-origin', `origin ${request.headers.origin ?? 'not said'}`);
  if (opensTo === 'nobody') return null;
  const me = findMe(request, options);
  if (me === null) return new ConsoleProblem('access.sign-in-needed', 'the request belongs to no open session');
  if (me.mustChangePassword && opensTo !== 'one-time')
    return new ConsoleProblem('access.password-change-needed', `${me.name} holds a one-time password`);
  request.operator = { name: me.name, role: me.role };
  return null;
}
