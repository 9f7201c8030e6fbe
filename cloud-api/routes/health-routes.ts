import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import { z } from 'zod';
import { readBearerToken } from '../devices/authenticate-device.js';
import { ProblemError } from '../errors/problem-error.js';
import { isSameSecret } from '../sessions/secret-comparison.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { problemResponses } from './problem-responses.js';

const DATABASE_PATIENCE_MS = 2_000;

async function isDatabaseAnswering({ database, log }: CloudServices): Promise<boolean> {
  const deadline = new AbortController();
  const answers = sql`select 1`.execute(database).then(
    () => true,
    (error: unknown) => {
      log.warn({ err: error }, 'the database does not answer');
      return false;
    },
  );
  const tooLate = delay(DATABASE_PATIENCE_MS, false, { signal: deadline.signal }).catch(() => false);
  const isAnswering = await Promise.race([answers, tooLate]);
  deadline.abort();
  return isAnswering;
}

async function isDiskWritable({ dataRoot, log }: CloudServices): Promise<boolean> {
  const file = join(dataRoot, `ready-${randomBytes(4).toString('hex')}.tmp`);
  try {
    await writeFile(file, 'ready');
    return true;
  } catch (error) {
    log.warn({ err: error }, 'the data folder is not writable');
    return false;
  } finally {
    await rm(file, { force: true });
  }
}

/** What watches over the cloud asks. */
export function addHealthRoutes(app: CloudApp, services: CloudServices): void {
  const { config, metrics, tokenFailures } = services;

  app.get(
    '/healthz',
    {
      config: { permission: 'public' },
      schema: {
        tags: ['service'],
        summary: 'Whether the process lives',
        response: { 200: z.object({ status: z.literal('alive') }), ...problemResponses() },
      },
    },
    () => ({ status: 'alive' as const }),
  );

  app.get(
    '/readyz',
    {
      config: { permission: 'public' },
      schema: {
        tags: ['service'],
        summary: 'Whether database and disk serve',
        response: { 200: z.object({ status: z.literal('ready') }), ...problemResponses('service.not-ready') },
      },
    },
    async () => {
      const [database, disk] = await Promise.all([isDatabaseAnswering(services), isDiskWritable(services)]);
      if (!database) throw new ProblemError('service.not-ready', 'The database does not answer');
      if (!disk) throw new ProblemError('service.not-ready', 'The data folder is not writable');
      return { status: 'ready' as const };
    },
  );

  app.get(
    '/metrics',
    {
      config: { permission: 'metrics' },
      schema: {
        tags: ['service'],
        summary: 'Counters for Prometheus',
        security: [{ metricsToken: [] }],
        response: {
          200: { description: 'Text of the exposition format', content: { 'text/plain': { schema: z.string() } } },
          ...problemResponses('access.token-wrong', 'access.too-many-failures'),
        },
      },
    },
    async (request, reply) => {
      if (config.metricsToken !== null) {
        const retryAfterSeconds = tokenFailures.blockedSeconds(request.ip);
        if (retryAfterSeconds > 0)
          throw new ProblemError('access.too-many-failures', 'The token was wrong too often', { retryAfterSeconds });
        if (!isSameSecret(readBearerToken(request.headers.authorization) ?? '', config.metricsToken)) {
          tokenFailures.recordFailure(request.ip);
          throw new ProblemError('access.token-wrong', 'The metrics are not open to this request');
        }
      }
      return await reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
    },
  );
}
