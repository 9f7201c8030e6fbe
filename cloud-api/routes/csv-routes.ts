import { Slug } from '@lamppost/contracts';
import { z } from 'zod';
import { AuditFilter, listAudit } from '../audit/read-audit.js';
import { decodeCursor, decodePosition } from '../cases/cursor.js';
import { CaseFilter, listCases } from '../cases/list-cases.js';
import { listVerdicts } from '../cases/verdicts/list-verdicts.js';
import { decodePrecisionCursor, PrecisionFilter, readPrecision } from '../cases/verdicts/precision.js';
import {
  AUDIT_COLUMNS,
  CASE_COLUMNS,
  DEVICE_COLUMNS,
  PRECISION_COLUMNS,
  VERDICT_COLUMNS,
} from '../csv/list-columns.js';
import { turnPages } from '../csv/turn-pages.js';
import { DeviceFilter, listDevices } from '../devices/list-devices.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { peopleProblems } from './problem-responses.js';
import { csvContent, csvQuery, sendCsv } from './send-csv.js';

/** Rows that are read at a time. */
const AT_A_TIME = 500;
/** Of what is counted anew for each page. */
const COUNTED_AT_A_TIME = 5_000;

const VerdictFilter = z.strictObject({ gatewayId: Slug });
const response = { ...csvContent, ...peopleProblems() };
const description =
  'All of it, whatever its length, as the list shows it to whoever asks. That it was taken is in the audit log.';

/** Lists as tables for spreadsheets, through the same questions as their pages. */
export function addCsvRoutes(app: CloudApp, services: CloudServices): void {
  const { access, database } = services;

  app.get(
    '/api/v1/cases.csv',
    {
      config: { permission: 'case.read' },
      schema: {
        ...{ tags: ['people'], summary: 'Cases, filtered and sorted, as a table', description },
        querystring: CaseFilter.extend(csvQuery),
        response,
      },
    },
    async (request, reply) => {
      const actor = await access.requireActor(request, 'case.read');
      const { lang, ...filter } = request.query;
      const pages = turnPages(async (after: string | null) => {
        const position = after === null ? null : decodePosition(after);
        const page = await listCases(database, { limit: AT_A_TIME, after: position, filter, scope: actor });
        return { rows: page.cases, next: page.nextCursor };
      });
      return await sendCsv(services, request, reply, {
        ...{ actor, name: 'cases', lang, filter, columns: CASE_COLUMNS, pages },
      });
    },
  );

  app.get(
    '/api/v1/verdicts.csv',
    {
      config: { permission: 'statistics.read' },
      schema: {
        ...{ tags: ['people'], summary: 'Verdicts on the violations of a gateway, as a table', description },
        querystring: VerdictFilter.extend(csvQuery),
        response,
      },
    },
    async (request, reply) => {
      const actor = await access.requireActor(request, 'statistics.read');
      const { lang, ...filter } = request.query;
      const pages = turnPages(async (afterId: string | null) => {
        const page = { ...filter, afterId: afterId ?? '', limit: AT_A_TIME, scope: actor };
        const { labels, nextId } = await listVerdicts(database, page);
        return { rows: labels, next: nextId };
      });
      return await sendCsv(services, request, reply, {
        ...{ actor, name: 'verdicts', lang, filter, columns: VERDICT_COLUMNS, pages },
      });
    },
  );

  app.get(
    '/api/v1/precision.csv',
    {
      config: { permission: 'statistics.read' },
      schema: {
        ...{ tags: ['people'], summary: 'How often rules were right, as a table', description },
        querystring: PrecisionFilter.extend(csvQuery),
        response,
      },
    },
    async (request, reply) => {
      const actor = await access.requireActor(request, 'statistics.read');
      const { lang, ...filter } = request.query;
      const pages = turnPages(async (cursor: string | null) => {
        const after = cursor === null ? null : decodePrecisionCursor(cursor);
        const page = await readPrecision(database, { filter, after, limit: COUNTED_AT_A_TIME, scope: actor });
        return { rows: page.rules, next: page.nextCursor };
      });
      return await sendCsv(services, request, reply, {
        ...{ actor, name: 'precision', lang, filter, columns: PRECISION_COLUMNS, pages },
      });
    },
  );

  app.get(
    '/api/v1/devices.csv',
    {
      config: { permission: 'device.read' },
      schema: {
        ...{ tags: ['administration'], summary: 'Devices of the register, the newest first, as a table', description },
        querystring: DeviceFilter.extend(csvQuery),
        response,
      },
    },
    async (request, reply) => {
      const actor = await access.requireActor(request, 'device.read');
      const { lang, ...filter } = request.query;
      const pages = turnPages(async (after: string | null) => {
        const before = after === null ? null : decodeCursor(after);
        const page = await listDevices(database, { actor }, { limit: AT_A_TIME, before, filter });
        return { rows: page.devices, next: page.nextCursor };
      });
      return await sendCsv(services, request, reply, {
        ...{ actor, name: 'devices', lang, filter, columns: DEVICE_COLUMNS, pages },
      });
    },
  );

  app.get(
    '/api/v1/audit.csv',
    {
      config: { permission: 'audit.read' },
      schema: {
        ...{ tags: ['administration'], summary: 'Entries of the audit log, the newest first, as a table', description },
        querystring: AuditFilter.extend(csvQuery),
        response,
      },
    },
    async (request, reply) => {
      const actor = await access.requireActor(request, 'audit.read');
      const { lang, ...filter } = request.query;
      const { bureauId } = actor;
      const pages = turnPages(async (before: number | null) => {
        const page = await listAudit(database, { limit: AT_A_TIME, before, filter, bureauId });
        return { rows: page.lines, next: page.nextBefore };
      });
      return await sendCsv(services, request, reply, {
        ...{ actor, name: 'audit', lang, filter, columns: AUDIT_COLUMNS, pages },
      });
    },
  );
}
