import { MatterCode } from '@lamppost/contracts';
import { sql } from 'kysely';
import { z } from 'zod';
import { requireTownWide } from '../access/require-town-wide.js';
import { Area, Bureau, Day } from '../jurisdiction/area.js';
import { findImportChanges, ImportChange } from '../jurisdiction/find-import-changes.js';
import {
  listAreas,
  listBureaus,
  listPowers,
  readPresent,
  routeNow,
  routingDay,
  writeAreas,
  writeBureaus,
  writeGrids,
  writePowers,
} from '../jurisdiction/jurisdiction-store.js';
import { Power } from '../jurisdiction/power.js';
import { ImportFault } from '../jurisdiction/read-csv-rows.js';
import { findImportFaults, readImport, type ImportFormat } from '../jurisdiction/read-import.js';
import { Routing } from '../jurisdiction/route.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { peopleProblems } from './problem-responses.js';
import { takeText } from './take-text.js';

/** More of them nobody reads through before an import. */
const MOST_CHANGES = 500;
const MAX_IMPORT_BYTES = 16 * 1024 * 1024;
const FORMATS: Readonly<Record<string, ImportFormat>> = {
  'text/csv': 'csv',
  'application/geo+json': 'geojson',
  'application/json': 'json',
};
const read = { permission: 'jurisdiction.read' } as const;
const AreaId = Area.shape.areaId;

const ImportReport = z.object({
  /** How many were written, or would be. */
  bureaus: z.int(),
  areas: z.int(),
  powers: z.int(),
  grids: z.int(),
  /** Whether it was a trial, and nothing was written. */
  isTrial: z.boolean(),
  /** What is wrong, at most 100; with any, nothing is written. */
  faults: z.array(ImportFault),
  /** How many things it changes, or would. */
  changed: z.int(),
  /** The first 500 of them. */
  changes: z.array(ImportChange),
});

/** Bureaus, areas and power lists: reading, trying, and importing. */
export function addJurisdictionRoutes(app: CloudApp, services: CloudServices): void {
  const { access, audit, clock, database } = services;

  app.get(
    '/api/v1/bureaus',
    {
      config: read,
      schema: {
        tags: ['administration'],
        summary: 'All bureaus',
        response: { 200: z.object({ bureaus: z.array(Bureau) }), ...peopleProblems() },
      },
    },
    async () => ({ bureaus: await listBureaus(database) }),
  );

  app.get(
    '/api/v1/areas',
    {
      config: read,
      schema: {
        tags: ['administration'],
        summary: 'Areas with their shapes, by ID',
        querystring: z.strictObject({
          limit: z.coerce.number().int().min(1).max(100).default(50),
          after: AreaId.optional().describe('The last area of the page before'),
        }),
        response: {
          200: z.object({ areas: z.array(Area), nextAfter: z.string().nullable() }),
          ...peopleProblems(),
        },
      },
    },
    async (request) => {
      const { limit, after = null } = request.query;
      const found = await listAreas(database, { limit: limit + 1, after });
      const areas = found.slice(0, limit);
      return { areas, nextAfter: found.length > limit ? (areas.at(-1)?.areaId ?? null) : null };
    },
  );

  app.get(
    '/api/v1/areas/:areaId/powers',
    {
      config: read,
      schema: {
        tags: ['administration'],
        summary: 'The power list of an area',
        params: z.object({ areaId: AreaId }),
        response: { 200: z.object({ powers: z.array(Power) }), ...peopleProblems() },
      },
    },
    async (request) => ({ powers: await listPowers(database, request.params.areaId) }),
  );

  app.get(
    '/api/v1/routing',
    {
      config: read,
      schema: {
        tags: ['administration'],
        summary: 'Which bureau a matter at a place belongs to, and why: for trying out the lists',
        querystring: z.strictObject({
          lng: z.coerce.number().min(-180).max(180),
          lat: z.coerce.number().min(-90).max(90),
          matterCode: MatterCode,
          day: Day.optional().describe('A day in Beijing; today unless told'),
        }),
        response: { 200: Routing, ...peopleProblems() },
      },
    },
    async (request) => {
      const { lng, lat, matterCode, day = routingDay(clock.nowMs()) } = request.query;
      return await routeNow(database, { place: { lng, lat }, matterCode, day });
    },
  );

  void app.register((scope: CloudApp, _options, done) => {
    takeText(scope, Object.keys(FORMATS));
    scope.post(
      '/api/v1/jurisdiction/import',
      {
        bodyLimit: MAX_IMPORT_BYTES,
        config: { permission: 'jurisdiction.manage' },
        schema: {
          tags: ['administration'],
          summary: 'Import bureaus, areas, unit grids and power lists',
          description:
            'CSV (`text/csv`): a power list. GeoJSON (`application/geo+json`): areas, with areaId and name as properties, or unit grids, with grid and name. JSON: `bureaus`, `areas`, `powers` and `grids`. What is there already is replaced: a bureau, an area, a grid, the whole list of each area that the file names. All of it is taken or nothing.',
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
        const actor = await access.requireActor(request, 'jurisdiction.manage');
        requireTownWide(actor, 'jurisdiction.manage');
        const isTrial = request.query.trial === 'true';
        const format = FORMATS[request.headers['content-type']?.split(';')[0]?.trim().toLowerCase() ?? ''] ?? 'json';
        const given = readImport(typeof request.body === 'string' ? request.body : '', format);
        const counts = { bureaus: 0, areas: 0, powers: 0, grids: 0, isTrial, changed: 0, changes: [] };
        if (given.status === 'wrong') return await reply.code(422).send({ ...counts, faults: [...given.faults] });
        const { bureaus, areas, powers, grids } = given.content;
        const found = { bureaus: bureaus.length, areas: areas.length, powers: powers.length, grids: grids.length };
        const report = { ...found, isTrial };
        const values = {
          bureaus: bureaus.map(({ value }) => value),
          areas: areas.map(({ value }) => value),
          powers: powers.map(({ value }) => value),
          grids: grids.map(({ value }) => value),
        };
        const { faults, changes } = await database.transaction().execute(async (transaction) => {
          // One import at a time, so that each is judged by what is there when it is written.
          await sql`select pg_advisory_xact_lock(hashtextextended('lamppost jurisdiction', 0))`.execute(transaction);
          const known = {
            bureauIds: (await listBureaus(transaction)).map(({ bureauId }) => bureauId),
            areaIds: (await transaction.selectFrom('areas').select('area_id').execute()).map((row) => row.area_id),
          };
          const wrong = findImportFaults(given.content, known);
          if (wrong.length > 0) return { faults: wrong, changes: [] };
          const would = findImportChanges(values, await readPresent(transaction, values));
          if (isTrial) return { faults: wrong, changes: would };
          await writeBureaus(transaction, values.bureaus);
          await writeAreas(transaction, values.areas);
          await writePowers(transaction, values.powers);
          await writeGrids(transaction, values.grids);
          await audit.append(transaction, {
            action: 'jurisdiction.import',
            who: actor,
            from: request.ip,
            subject: null,
            what: found,
          });
          return { faults: wrong, changes: would };
        });
        if (faults.length > 0) return await reply.code(422).send({ ...counts, faults });
        return { ...report, faults, changed: changes.length, changes: changes.slice(0, MOST_CHANGES) };
      },
    );
    done();
  });
}
