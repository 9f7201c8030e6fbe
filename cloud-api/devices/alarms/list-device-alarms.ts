import { Slug } from '@lamppost/contracts';
import { sql, type Expression, type SqlBool } from 'kysely';
import { z } from 'zod';
import type { Actor } from '../../access/actor.js';
import { cutPage } from '../../cases/cursor.js';
import type { CloudDatabase } from '../../database/open-database.js';
import { describeAlarm, DeviceAlarmKind, type DeviceAlarmPage } from './device-alarm.js';

/** What a list of alarms is filtered by, as it stands in a query. */
export const DeviceAlarmFilter = z.strictObject({
  state: z.enum(['open', 'closed', 'all']).default('open'),
  kind: DeviceAlarmKind.optional(),
  gatewayId: Slug.optional(),
});
export type DeviceAlarmFilter = z.infer<typeof DeviceAlarmFilter>;

/** A page of the alarms that the actor may see, the newest first: those below `before`, at most `limit`. */
export async function listDeviceAlarms(
  database: CloudDatabase,
  { actor }: { readonly actor: Actor },
  page: { readonly limit: number; readonly before: number | null; readonly filter: DeviceAlarmFilter },
): Promise<DeviceAlarmPage> {
  const { limit, before, filter } = page;
  const rows = await database
    .selectFrom('device_alarms')
    .selectAll()
    .where((is) => {
      const wanted: Expression<SqlBool>[] = [];
      if (filter.state !== 'all') wanted.push(is('closed_at_ms', filter.state === 'open' ? 'is' : 'is not', null));
      if (filter.kind !== undefined) wanted.push(is('kind', '=', filter.kind));
      if (filter.gatewayId !== undefined) wanted.push(is('gateway_id', '=', filter.gatewayId));
      if (actor.bureauId !== null) wanted.push(is('bureau_id', '=', actor.bureauId));
      if (actor.areaIds !== null) wanted.push(sql<boolean>`area_id = any(${[...actor.areaIds]}::text[])`);
      if (before !== null) wanted.push(is('alarm_number', '<', before));
      return is.and(wanted);
    })
    .orderBy('alarm_number', 'desc')
    .limit(limit + 1)
    .execute();
  const { shown, nextCursor } = cutPage(rows, limit, (row) => row.alarm_number);
  return {
    alarms: shown.map((row) => ({
      alarmNumber: row.alarm_number,
      deviceId: row.device_id,
      gatewayId: row.gateway_id,
      sourceId: row.source_id,
      kind: row.kind,
      about: row.about,
      what: row.what,
      ...describeAlarm(row.kind, row.about, row.what),
      bureauId: row.bureau_id,
      openedAtMs: row.opened_at_ms,
      closedAtMs: row.closed_at_ms,
    })),
    nextCursor,
  };
}
