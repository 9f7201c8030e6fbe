import { z } from 'zod';
import { Bounds } from '../map/bounds.js';
import { listMapCases, MapCaseQuery, MapCases } from '../map/list-map-cases.js';
import { listMapDevices, MapDeviceQuery, MapDevices } from '../map/list-map-devices.js';
import { listOutlines, Outlines, outlinesAt } from '../map/list-outlines.js';
import { readExtent } from '../map/read-extent.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { peopleProblems } from './problem-responses.js';

const Base = z.object({
  tiles: z
    .object({ url: z.string(), attribution: z.string() })
    .nullable()
    .describe('Pictures to lay below, `{z}`, `{x}` and `{y}` to be filled in; null: there are none'),
  extent: Bounds.nullable().describe('The part that holds all areas, or without areas all devices'),
});
const At = z.strictObject({ lng: z.coerce.number().min(-180).max(180), lat: z.coerce.number().min(-90).max(90) });

/** What a map shows: outlines, open cases and devices, in a part of it. */
export function addMapRoutes(app: CloudApp, services: CloudServices): void {
  const { access, config, database } = services;

  app.get(
    '/api/v1/map/base',
    {
      config: { permission: 'jurisdiction.read' },
      schema: {
        tags: ['people'],
        summary: 'What a map begins with: its pictures, and where it looks',
        response: { 200: Base, ...peopleProblems() },
      },
    },
    async (request) => {
      const { mapTilesUrl: url, mapTilesAttribution: attribution } = config;
      const actor = await access.requireActor(request, 'jurisdiction.read');
      return { tiles: url === null ? null : { url, attribution }, extent: await readExtent(database, actor) };
    },
  );

  app.get(
    '/api/v1/map/outlines',
    {
      config: { permission: 'jurisdiction.read' },
      schema: {
        tags: ['people'],
        summary: 'Outlines of areas and unit grids in a part of the map',
        querystring: Bounds,
        response: { 200: Outlines, ...peopleProblems() },
      },
    },
    async (request) => await listOutlines(database, request.query),
  );

  app.get(
    '/api/v1/map/at',
    {
      config: { permission: 'jurisdiction.read' },
      schema: {
        tags: ['people'],
        summary: 'Areas and unit grids that a place lies in',
        querystring: At,
        response: { 200: Outlines, ...peopleProblems() },
      },
    },
    async (request) => await outlinesAt(database, request.query),
  );

  app.get(
    '/api/v1/map/cases',
    {
      config: { permission: 'case.read' },
      schema: {
        tags: ['people'],
        summary: 'Open cases in a part of the map, the gravest first',
        querystring: MapCaseQuery,
        response: { 200: MapCases, ...peopleProblems() },
      },
    },
    async (request) => await listMapCases(database, await access.requireActor(request, 'case.read'), request.query),
  );

  app.get(
    '/api/v1/map/devices',
    {
      config: { permission: 'device.read' },
      schema: {
        tags: ['people'],
        summary: 'Devices in use in a part of the map, by ID',
        querystring: MapDeviceQuery,
        response: { 200: MapDevices, ...peopleProblems() },
      },
    },
    async (request) => await listMapDevices(database, await access.requireActor(request, 'device.read'), request.query),
  );
}
