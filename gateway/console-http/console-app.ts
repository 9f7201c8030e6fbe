import type { FastifyBaseLogger, FastifyInstance, RawServerBase } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Me } from '../console-shapes/me.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who makes the request, on every route that is not `open`. */
    operator: Pick<Me, 'name' | 'role'>;
  }
  interface FastifyContextConfig {
    /** `nobody`: for those who are not signed in, too; `one-time`: for those who hold a one-time password, too. */
    opensTo?: 'nobody' | 'one-time';
  }
}

/** The console's part of the gateway's HTTP server. */
export type ConsoleApp = FastifyInstance<
  RawServerBase,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;
