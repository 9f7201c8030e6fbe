import type { FastifyRequest } from 'fastify';
import type { OperatorRole } from '../console-shapes/me.js';
import { ConsoleProblem } from './console-problem.js';

const RANK: Readonly<Record<OperatorRole, number>> = { viewer: 0, operator: 1 };

/** Refuses whoever has a lesser role, before a route is carried out. */
export function requireRole(
  role: OperatorRole,
): (request: Pick<FastifyRequest, 'operator'>, reply: unknown, done: (error?: Error) => void) => void {
  return (request, _reply, done) => {
    const { name, role: held } = request.operator;
    if (RANK[held] < RANK[role])
      done(new ConsoleProblem('access.not-allowed', `${name} is a ${held}; this takes the role ${role}`));
    else done();
  };
}
