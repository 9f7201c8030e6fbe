import { z } from 'zod';
import { importDevices } from '../devices/import-devices.js';
import { readDeviceImport } from '../devices/read-device-import.js';
import { ImportFault } from '../jurisdiction/read-csv-rows.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { peopleProblems } from './problem-responses.js';
import { takeText } from './take-text.js';

const MAX_IMPORT_BYTES = 16 * 1024 * 1024;

const ImportReport = z.object({
  /** How many devices were written down, changed, or stand there so already; of a trial, would be. */
  added: z.int(),
  changed: z.int(),
  unchanged: z.int(),
  /** Whether it was a trial, and nothing was written. */
  isTrial: z.boolean(),
  /** What is wrong, at most 100; with any, nothing is written. */
  faults: z.array(ImportFault),
});

/** Many devices, or records of many devices, at once. */
export function addDeviceImportRoutes(app: CloudApp, services: CloudServices): void {
  const { access } = services;

  void app.register((scope: CloudApp, _options, done) => {
    takeText(scope, ['text/csv']);
    scope.post(
      '/api/v1/devices/import',
      {
        bodyLimit: MAX_IMPORT_BYTES,
        config: { permission: 'device.manage' },
        schema: {
          tags: ['administration'],
          summary: 'Import devices, or records of their legal status',
          description:
            'CSV (`text/csv`), at most 5,000 lines. With a column `condition` each line is a record that is added to a device; else each is a device, which is written down or changed. All of it is taken or nothing.',
          querystring: z.strictObject({
            trial: z.enum(['true', 'false']).default('false').describe('true: check, and write nothing'),
          }),
          response: {
            200: ImportReport,
            422: ImportReport.describe('The file is wrong: each fault with its line; nothing of it was taken'),
            ...peopleProblems('request.media-type', 'request.too-large'),
          },
        },
      },
      async (request, reply) => {
        const actor = await access.requireActor(request, 'device.manage');
        const isTrial = request.query.trial === 'true';
        const given = readDeviceImport(typeof request.body === 'string' ? request.body : '');
        const nothing = { added: 0, changed: 0, unchanged: 0, isTrial };
        if (given.status === 'wrong') return await reply.code(422).send({ ...nothing, faults: [...given.faults] });
        const asker = { actor, requestId: request.id, client: request.ip };
        const { faults, ...counts } = await importDevices(services, asker, given, isTrial);
        if (faults.length > 0) return await reply.code(422).send({ ...nothing, faults: [...faults] });
        return { ...counts, isTrial, faults: [] };
      },
    );
    done();
  });
}
