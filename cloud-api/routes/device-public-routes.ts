import { createHash } from 'node:crypto';
import { z } from 'zod';
import { decodeCursor, readCursor } from '../cases/cursor.js';
import { listPublicDevices, PublicDevices } from '../devices/public-devices.js';
import { ProblemError } from '../errors/problem-error.js';
import { routingDay } from '../jurisdiction/jurisdiction-store.js';
import { createFailureLimiter } from '../sessions/failure-limiter.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { matchesTag } from './entity-tag.js';
import { problemResponses } from './problem-responses.js';

const GEO_JSON = 'application/geo+json';
/** Requests of one address a minute: whoever shows a map asks once, and keeps the answer. */
const MOST_A_MINUTE = 60;
const KEPT_SECONDS = 300;

/** The locations that the town has published, for anybody. */
export function addDevicePublicRoutes(app: CloudApp, { clock, database }: CloudServices): void {
  const limiter = createFailureLimiter({ clock, maxFailures: MOST_A_MINUTE });

  app.get(
    '/api/v1/public/devices',
    {
      config: { permission: 'public' },
      schema: {
        tags: ['public'],
        summary: 'Published locations of devices (行政处罚法 art. 41), as GeoJSON',
        description: 'Devices in use whose location is published today. Coordinates are WGS 84.',
        security: [],
        querystring: z.strictObject({
          limit: z.coerce.number().int().min(1).max(1_000).default(1_000),
          cursor: z.string().max(200).optional(),
        }),
        response: {
          200: { description: 'A FeatureCollection (RFC 7946)', content: { [GEO_JSON]: { schema: PublicDevices } } },
          304: z.undefined().describe('As the If-None-Match header says'),
          ...problemResponses('request.too-many'),
        },
      },
    },
    async (request, reply) => {
      const retryAfterSeconds = limiter.blockedSeconds(request.ip);
      if (retryAfterSeconds > 0)
        throw new ProblemError('request.too-many', `More than ${MOST_A_MINUTE} requests a minute`, {
          retryAfterSeconds,
        });
      limiter.recordFailure(request.ip);
      const { limit, cursor } = request.query;
      const before = readCursor(cursor, decodeCursor);
      const page = await listPublicDevices(database, { limit, before, day: routingDay(clock.nowMs()) });
      const tag = `"${createHash('sha256').update(JSON.stringify(page)).digest('base64url').slice(0, 22)}"`;
      void reply
        .header('etag', tag)
        .header('cache-control', `public, max-age=${KEPT_SECONDS}`)
        // Any page may show them on its map.
        .header('access-control-allow-origin', '*');
      if (matchesTag(request.headers['if-none-match'], tag)) return await reply.code(304).send();
      return await reply.type(GEO_JSON).send(page);
    },
  );
}
