import { z } from 'zod';
import { decodeCursor, readCursor } from '../cases/cursor.js';
import { DeviceAlarmPage } from '../devices/alarms/device-alarm.js';
import { DeviceAlarmFilter, listDeviceAlarms } from '../devices/alarms/list-device-alarms.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { sendTagged } from './entity-tag.js';
import { peopleProblems } from './problem-responses.js';

const ListQuery = DeviceAlarmFilter.extend({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
});

/** What of the devices somebody has to look after. */
export function addDeviceAlarmRoutes(app: CloudApp, services: CloudServices): void {
  const { access, database } = services;

  app.get(
    '/api/v1/device-alarms',
    {
      config: { permission: 'device.read' },
      schema: {
        tags: ['administration'],
        summary: 'Alarms of devices, newest first: those that go on, unless others are asked for',
        description: 'Each is opened once, and closed when it is gone; closed ones are kept for 90 days.',
        querystring: ListQuery,
        response: {
          200: DeviceAlarmPage,
          304: z.undefined().describe('As the If-None-Match header says'),
          ...peopleProblems(),
        },
      },
    },
    async (request, reply) => {
      const { limit, cursor, ...filter } = request.query;
      const actor = await access.requireActor(request, 'device.read');
      const before = readCursor(cursor, decodeCursor);
      return await sendTagged(request, reply, await listDeviceAlarms(database, { actor }, { limit, before, filter }));
    },
  );
}
