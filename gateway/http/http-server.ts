import { timingSafeEqual } from 'node:crypto';
import type { GatewayStatus } from '@lamppost/contracts';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { answerUnroutable } from '../console-http/answer-problems.js';
import type { ConsoleApp } from '../console-http/console-app.js';
import type { Metrics } from './metrics.js';

/** Options of {@link startHttpServer}. */
export interface HttpServerOptions {
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** Bearer token that `/metrics` and `/status` ask for; null leaves it open, which is fit for a loopback address alone. */
  readonly metricsToken: string | null;
  readonly metrics: Metrics;
  /** The status that is published over MQTT. */
  readonly status: () => GatewayStatus;
  /** What is missing for the gateway to do its work, in words; empty when nothing is. */
  readonly missing: () => readonly string[];
  /** What is lost while the rest goes on, in words. */
  readonly degraded: () => readonly string[];
  /** Certificate and key, PEM; left out, it is plain HTTP. */
  readonly tls?: { readonly cert: Buffer; readonly key: Buffer } | undefined;
  /** Adds the operators' page; left out, there is none. */
  readonly addConsole?: (app: ConsoleApp) => Promise<void>;
}

/** Whether an address can be reached from this machine alone. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

/** Serves `/healthz` (the process lives), `/readyz` (it can do its work), `/status` (all it says of itself) and `/metrics`. */
export async function startHttpServer(options: HttpServerOptions): Promise<FastifyInstance> {
  const server = Fastify({
    ...{ logger: false, https: options.tls ?? null, forceCloseConnections: true },
    frameworkErrors: answerUnroutable,
  });
  const isAllowed = ({ headers }: FastifyRequest) =>
    options.metricsToken === null || isSame(headers.authorization ?? '', `Bearer ${options.metricsToken}`);
  server.get('/healthz', () => ({ status: 'ok' }));
  server.get('/readyz', async (_request, reply) => {
    const missing = options.missing();
    return reply
      .code(missing.length === 0 ? 200 : 503)
      .send({ status: missing.length === 0 ? 'ready' : 'not-ready', missing, degraded: options.degraded() });
  });
  server.get('/status', async (request, reply) => (isAllowed(request) ? reply.send(options.status()) : refuse(reply)));
  server.get('/metrics', async (request, reply) => {
    if (!isAllowed(request)) return refuse(reply);
    return reply.type(options.metrics.registry.contentType).send(await options.metrics.registry.metrics());
  });
  const { addConsole } = options;
  // In a context of its own: its headers and its words for errors are not those of the above.
  if (addConsole !== undefined)
    await server.register(async (app) => {
      await addConsole(app.withTypeProvider<ZodTypeProvider>());
    });
  await server.listen({ host: options.host, port: options.port });
  return server;
}

function refuse(reply: FastifyReply): FastifyReply {
  return reply.code(401).header('www-authenticate', 'Bearer').type('application/problem+json').send({
    type: 'about:blank',
    title: 'Unauthorized',
    status: 401,
    detail: 'send the metrics token: Authorization: Bearer TOKEN',
    code: 'access.token-wrong',
  });
}

function isSame(given: string, wanted: string): boolean {
  const a = Buffer.from(given);
  const b = Buffer.from(wanted);
  return a.length === b.length && timingSafeEqual(a, b);
}
