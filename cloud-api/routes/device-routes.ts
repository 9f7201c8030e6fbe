import { EpochMs } from '@lamppost/contracts';
import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Asker } from '../access/asker.js';
import { decodeCursor, readCursor } from '../cases/cursor.js';
import { DeviceChange, DeviceId, DevicePage, NewDevice } from '../devices/device.js';
import { DeviceFilter, listDevices } from '../devices/list-devices.js';
import { describeDevice, DeviceDetail, DeviceStanding, readDevice, readStanding } from '../devices/read-device.js';
import { addDevice, changeDevice, requireDevice, stepDevice } from '../devices/register.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { readVersion, sendTagged } from './entity-tag.js';
import { peopleProblems } from './problem-responses.js';

const MAX_DEVICE_BYTES = 256 * 1024;
const read = { permission: 'device.read' } as const;
const manage = { permission: 'device.manage' } as const;
const params = z.object({ deviceId: DeviceId });
const headers = z.object({ 'if-match': z.string().max(200).optional() });
const ListQuery = DeviceFilter.extend({
  limit: z.coerce.number().int().min(1).max(100).default(50),
  cursor: z.string().max(200).optional(),
});

/** The register of devices: gateways, and the cameras, monitors and loudspeakers that are connected to them. */
export function addDeviceRoutes(app: CloudApp, services: CloudServices): void {
  const { access, clock, database } = services;
  const ask = async (request: FastifyRequest): Promise<Asker> => ({
    actor: await access.requireActor(request, 'device.manage'),
    requestId: request.id,
    client: request.ip,
  });

  app.get(
    '/api/v1/devices',
    {
      config: read,
      schema: {
        tags: ['administration'],
        summary: 'Devices of the register, newest first',
        description:
          '`missing` lists those whose records lack a condition of 行政处罚法 art. 41 today, `any` or one by name. `health` is as of the last report, or the last minute.',
        querystring: ListQuery,
        response: {
          200: DevicePage,
          304: z.undefined().describe('As the If-None-Match header says'),
          ...peopleProblems(),
        },
      },
    },
    async (request, reply) => {
      const { limit, cursor, ...filter } = request.query;
      const actor = await access.requireActor(request, 'device.read');
      const before = readCursor(cursor, decodeCursor);
      return await sendTagged(request, reply, await listDevices(database, { actor }, { limit, before, filter }));
    },
  );

  app.post(
    '/api/v1/devices',
    {
      bodyLimit: MAX_DEVICE_BYTES,
      config: manage,
      schema: {
        tags: ['administration'],
        summary: 'Write a device down',
        description: 'Its ID is that of its gateway, with `sourceId` behind a dot where it is not the gateway itself.',
        body: NewDevice,
        response: {
          201: DeviceDetail,
          ...peopleProblems(
            ...(['device.exists', 'device.invalid', 'device.number-taken'] as const),
            ...(['bureau.not-found', 'area.not-found'] as const),
          ),
        },
      },
    },
    async (request, reply) => {
      const row = await addDevice(services, await ask(request), request.body);
      const device = await describeDevice(database, row, clock.nowMs());
      return await sendTagged(request, reply.code(201), device, `v${row.version}`);
    },
  );

  app.get(
    '/api/v1/devices/:deviceId',
    {
      config: read,
      schema: {
        tags: ['administration'],
        summary: 'One device, with its legal status and its health',
        params,
        response: {
          200: DeviceDetail,
          304: z.undefined().describe('As the If-None-Match header says'),
          ...peopleProblems('device.not-found'),
        },
      },
    },
    async (request, reply) => {
      const actor = await access.requireActor(request, 'device.read');
      const device = await readDevice(database, actor, { ...request.params, nowMs: clock.nowMs() });
      return await sendTagged(request, reply, device, `v${device.version}`);
    },
  );

  app.get(
    '/api/v1/devices/:deviceId/standing',
    {
      config: read,
      schema: {
        tags: ['administration'],
        summary: 'What is missing before its records of a moment may be evidence (行政处罚法 art. 41)',
        params,
        querystring: z.strictObject({
          atMs: z.coerce.number().pipe(EpochMs).optional().describe('Moment of the capture; now unless told'),
        }),
        response: { 200: DeviceStanding, ...peopleProblems('device.not-found') },
      },
    },
    async (request) => {
      const actor = await access.requireActor(request, 'device.read');
      const row = await requireDevice(database, actor, { ...request.params, permission: 'device.read' });
      return await readStanding(database, row, request.query.atMs ?? clock.nowMs());
    },
  );

  app.patch(
    '/api/v1/devices/:deviceId',
    {
      bodyLimit: MAX_DEVICE_BYTES,
      config: manage,
      schema: {
        tags: ['administration'],
        summary: 'Change a device',
        description:
          'What is left out stays; `legal` replaces the whole list. Send the ETag of the device as `If-Match`. Leave records that have run out in the list: what was captured while they held is judged by them.',
        params,
        headers,
        body: DeviceChange,
        response: {
          200: DeviceDetail,
          ...peopleProblems(
            ...(['device.not-found', 'device.changed', 'device.invalid', 'device.number-taken'] as const),
            ...(['bureau.not-found', 'area.not-found', 'request.version-needed'] as const),
          ),
        },
      },
    },
    async (request, reply) => {
      const version = readVersion(request.headers['if-match'], 'the device');
      const asked = { ...request.params, version, change: request.body };
      const row = await changeDevice(services, await ask(request), asked);
      const device = await describeDevice(database, row, clock.nowMs());
      return await sendTagged(request, reply, device, `v${row.version}`);
    },
  );

  app.post(
    '/api/v1/devices/:deviceId/steps',
    {
      config: manage,
      schema: {
        tags: ['administration'],
        summary: 'Take a device out of use, or into use again',
        description:
          'A device that is out of use stays in the register: what it recorded before is judged by it. Its GB/T 28181 ID may go to the one that takes its place. A gateway keeps its key: revoke that too.',
        params,
        headers,
        body: z.strictObject({ step: z.enum(['retire', 'reinstate']), reason: z.string().trim().min(4).max(300) }),
        response: {
          200: DeviceDetail,
          ...peopleProblems(
            ...(['device.not-found', 'device.changed', 'device.step-not-allowed'] as const),
            ...(['device.number-taken', 'request.version-needed'] as const),
          ),
        },
      },
    },
    async (request, reply) => {
      const version = readVersion(request.headers['if-match'], 'the device');
      const row = await stepDevice(services, await ask(request), { ...request.params, ...request.body, version });
      const device = await describeDevice(database, row, clock.nowMs());
      return await sendTagged(request, reply, device, `v${row.version}`);
    },
  );
}
