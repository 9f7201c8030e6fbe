import { Factor, Slug } from '@lamppost/contracts';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Clock } from '../clock.js';
import { DustChart, DustRange } from '../console-shapes/dust.js';
import { Wall } from '../console-shapes/wall.js';
import { readDustChart } from '../dust-chart/dust-chart.js';
import type { RuleDocument } from '../rules/document/rule-document.js';
import type { NewestLooks } from '../stills/newest-looks.js';
import type { RingStills } from '../stills/ring-stills.js';
import type { BoxTimeSeries } from '../time-series/time-series.js';
import type { ConsoleApp } from './console-app.js';
import { ConsoleProblem } from './console-problem.js';

/** What the routes of the box and its devices work with. */
export interface BoxServices {
  readonly wall: () => Promise<Wall>;
  readonly newestLooks: Pick<NewestLooks, 'jpeg' | 'atMs'>;
  readonly stills: Pick<RingStills, 'newest'>;
  readonly series: BoxTimeSeries;
  readonly document: () => RuleDocument;
  readonly clock: Clock;
  readonly log: Logger;
}

const CameraParams = z.strictObject({ cameraId: Slug });

/** The wall, stills of cameras, and charts of monitors. */
export function addBoxRoutes(app: ConsoleApp, services: BoxServices): void {
  const { wall, newestLooks, stills, series, document, clock } = services;

  app.get('/wall', { schema: { response: { 200: Wall } } }, async () => await wall());

  // The page asks by capture time, so that a still that it has is not sent again.
  app.get(
    '/cameras/:cameraId/thumbnail',
    { schema: { params: CameraParams, querystring: z.strictObject({ at: z.string().max(20).optional() }) } },
    async (request, reply) => {
      const { cameraId } = request.params;
      const jpeg = await newestLooks.jpeg(cameraId);
      if (jpeg === null) throw new ConsoleProblem('camera.no-picture', `camera ${cameraId} was not looked at yet`);
      return await reply.type('image/jpeg').header('cache-control', 'private, max-age=60').send(jpeg);
    },
  );

  app.get('/cameras/:cameraId/still', { schema: { params: CameraParams } }, async (request, reply) => {
    const { cameraId } = request.params;
    const still = await stills.newest(cameraId);
    if (still === null)
      throw new ConsoleProblem(
        'camera.no-picture',
        `the ring of camera ${cameraId} holds no picture of the last minutes`,
      );
    return await reply.type('image/jpeg').header('x-captured-at-ms', String(still.capturedAtMs)).send(still.jpeg);
  });

  app.get(
    '/sensors/:sensorId/dust/:factor',
    {
      schema: {
        params: z.strictObject({ sensorId: Slug, factor: Factor }),
        querystring: z.strictObject({ range: DustRange }),
        response: { 200: DustChart },
      },
    },
    async ({ params, query }) =>
      await readDustChart({ ...params, range: query.range, nowMs: clock.nowMs() }, { series, document: document() }),
  );
}
