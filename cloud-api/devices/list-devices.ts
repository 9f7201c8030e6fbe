import { GridCode, Slug } from '@lamppost/contracts';
import { sql, type Expression, type SqlBool } from 'kysely';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { cutPage } from '../cases/cursor.js';
import type { CloudDatabase } from '../database/open-database.js';
import { DeviceHealth, DeviceKind, MissingCondition, type DevicePage } from './device.js';
import { toSummary } from './device-row.js';

const Missing = MissingCondition.shape.condition;

/** What a list of devices is filtered by, as it stands in a query. */
export const DeviceFilter = z.strictObject({
  kind: DeviceKind.optional(),
  health: DeviceHealth.optional(),
  /** Devices whose records lack this condition today; `any`: one at least. */
  missing: z.union([Missing, z.literal('any')]).optional(),
  grid: GridCode.optional(),
  bureauId: Slug.optional(),
  areaId: Slug.optional(),
  gatewayId: Slug.optional(),
  /** `true`: those that are out of use. */
  retired: z.enum(['true', 'false']).default('false'),
});
export type DeviceFilter = z.infer<typeof DeviceFilter>;

/** A page of the devices that the actor may see, the newest first: those below `before`, at most `limit`. */
export async function listDevices(
  database: CloudDatabase,
  { actor }: { readonly actor: Actor },
  page: { readonly limit: number; readonly before: number | null; readonly filter: DeviceFilter },
): Promise<DevicePage> {
  const { limit, before, filter } = page;
  const { kind, health, missing, grid, bureauId, areaId, gatewayId, retired } = filter;
  const rows = await database
    .selectFrom('devices')
    .leftJoin('gateway_reports', 'gateway_reports.gateway_id', 'devices.gateway_id')
    .selectAll('devices')
    .select('gateway_reports.received_at_ms')
    .where((is) => {
      const wanted: Expression<SqlBool>[] = [is('retired_at_ms', retired === 'true' ? 'is not' : 'is', null)];
      if (kind !== undefined) wanted.push(is('kind', '=', kind));
      if (health !== undefined) wanted.push(is('health', '=', health));
      // In the very words of the partial index: only then it serves.
      if (missing !== undefined) wanted.push(sql<boolean>`missing <> '{}'`);
      if (missing !== undefined && missing !== 'any') wanted.push(sql<boolean>`${missing} = any(missing)`);
      if (grid !== undefined) wanted.push(is('grid', '=', grid));
      if (bureauId !== undefined) wanted.push(is('bureau_id', '=', bureauId));
      if (areaId !== undefined) wanted.push(is('area_id', '=', areaId));
      if (gatewayId !== undefined) wanted.push(is('devices.gateway_id', '=', gatewayId));
      if (actor.bureauId !== null) wanted.push(is('bureau_id', '=', actor.bureauId));
      if (actor.areaIds !== null) wanted.push(sql<boolean>`area_id = any(${[...actor.areaIds]}::text[])`);
      if (before !== null) wanted.push(is('device_number', '<', before));
      return is.and(wanted);
    })
    .orderBy('device_number', 'desc')
    .limit(limit + 1)
    .execute();
  const { shown, nextCursor } = cutPage(rows, limit, (row) => row.device_number);
  return {
    devices: shown.map((row) => toSummary(row, row.received_at_ms)),
    nextCursor,
  };
}
