import type { Selectable, Transaction } from 'kysely';
import type { DeviceAlarmsTable } from '../../database/device-tables.js';
import type { CloudTables } from '../../database/schema.js';
import { toCanonicalJson } from '../../ingest/canonical-json.js';
import { queueEvent } from '../../webhooks/queue-event.js';
import { formatDeviceId } from '../device.js';
import type { FoundAlarm, FoundAlarms } from './find-alarms.js';

/** Who looks after a device. */
export interface Owner {
  readonly bureauId: string | null;
  readonly areaId: string | null;
}

async function tell(
  transaction: Transaction<CloudTables>,
  alarm: Selectable<DeviceAlarmsTable>,
  told: { readonly state: 'opened' | 'closed'; readonly atMs: number },
): Promise<void> {
  const { alarm_number: alarmNumber, device_id: deviceId, gateway_id: gatewayId, kind, about } = alarm;
  const { state, atMs } = told;
  await queueEvent(
    transaction,
    {
      ...{ type: 'lamppost.device.alarm.v1', id: `device-alarm-${alarmNumber}.${state}`, atMs },
      ...{ source: `/gateways/${gatewayId}`, subject: deviceId },
      data: { alarmNumber, deviceId, kind, about, state },
    },
    [alarm.bureau_id],
  );
}

const keyOf = (deviceId: string, kind: string, about: string) => JSON.stringify([deviceId, kind, about]);

/** Opens the alarms of a gateway that are new and closes those that are gone, in one transaction with the events that tell of them. */
export async function writeAlarms(
  transaction: Transaction<CloudTables>,
  written: {
    readonly gatewayId: string;
    readonly nowMs: number;
    /** Its alarms that go on so far. */
    readonly open: readonly Selectable<DeviceAlarmsTable>[];
    readonly found: FoundAlarms;
    readonly ownerOf: (sourceId: string | null) => Owner;
  },
): Promise<{ opened: number; closed: number }> {
  const { gatewayId, nowMs, open, found, ownerOf } = written;
  const idOf = ({ sourceId }: FoundAlarm) => formatDeviceId(gatewayId, sourceId);
  const known = new Map(open.map((row) => [keyOf(row.device_id, row.kind, row.about), row]));
  const wanted = new Set(found.alarms.map((alarm) => keyOf(idOf(alarm), alarm.kind, alarm.about)));
  const fresh = found.alarms.filter((alarm) => !known.has(keyOf(idOf(alarm), alarm.kind, alarm.about)));
  const gone = open.filter(
    (row) => !wanted.has(keyOf(row.device_id, row.kind, row.about)) && !found.isUnknown(row.kind),
  );
  for (const alarm of fresh) {
    const { sourceId, kind, about, what } = alarm;
    const owner = ownerOf(sourceId);
    const row = await transaction
      .insertInto('device_alarms')
      .values({
        ...{ device_id: idOf(alarm), gateway_id: gatewayId, source_id: sourceId, kind, about },
        ...{ what: JSON.stringify(what), bureau_id: owner.bureauId, area_id: owner.areaId },
        ...{ opened_at_ms: nowMs, closed_at_ms: null },
      })
      .returningAll()
      .executeTakeFirstOrThrow();
    await tell(transaction, row, { state: 'opened', atMs: nowMs });
  }
  for (const alarm of found.alarms) {
    const row = known.get(keyOf(idOf(alarm), alarm.kind, alarm.about));
    if (row === undefined || toCanonicalJson(row.what).equals(toCanonicalJson(alarm.what))) continue;
    await transaction
      .updateTable('device_alarms')
      .set({ what: JSON.stringify(alarm.what) })
      .where('alarm_number', '=', row.alarm_number)
      .execute();
  }
  for (const row of gone) {
    await transaction
      .updateTable('device_alarms')
      .set({ closed_at_ms: nowMs })
      .where('alarm_number', '=', row.alarm_number)
      .execute();
    await tell(transaction, row, { state: 'closed', atMs: nowMs });
  }
  return { opened: fresh.length, closed: gone.length };
}
