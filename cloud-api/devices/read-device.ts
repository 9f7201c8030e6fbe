import { EpochMs, GatewayReport, IsoDate, KeyId, LinkStatus, SensorFault } from '@lamppost/contracts';
import { z } from 'zod';
import type { Actor } from '../access/actor.js';
import { readDeskSettings } from '../cases/settings/settings-store.js';
import type { CloudDatabase } from '../database/open-database.js';
import { routingDay } from '../jurisdiction/jurisdiction-store.js';
import { describeFault } from './alarms/describe-fault.js';
import { DeviceSummary, LegalRecord, MissingCondition } from './device.js';
import { standingOf, toSummary, type DeviceRow } from './device-row.js';
import { findMissing } from './missing-conditions.js';
import { requireDevice } from './register.js';

/** What is missing on a day before what a device recorded may be evidence. */
export const DeviceStanding = z.object({ day: IsoDate, missing: z.array(MissingCondition) });
export type DeviceStanding = z.infer<typeof DeviceStanding>;

/** A device with all that is known of it. */
export const DeviceDetail = DeviceSummary.extend({
  /** All records, those that have run out too. */
  legal: z.array(LegalRecord),
  standing: DeviceStanding.describe('As of today'),
  /** Of a camera: its link, as its gateway last reported; null where that is not known. */
  link: LinkStatus.nullable(),
  /** Of a monitor: the faults that went on at the last report; null where that is not known. */
  faults: z.array(SensorFault.extend({ zh: z.string(), en: z.string() })).nullable(),
  /** Of a gateway; null for other devices. */
  gateway: z
    .object({
      /** Its last report; null while there was none. */
      report: GatewayReport.nullable(),
      /** Sources that it reports and that are not in the register. */
      unregistered: z.array(z.string()),
      keys: z.array(
        z.object({
          keyId: KeyId,
          enrolledAtMs: EpochMs,
          revokedAtMs: EpochMs.nullable(),
          revokedReason: z.string().nullable(),
        }),
      ),
    })
    .nullable(),
});
export type DeviceDetail = z.infer<typeof DeviceDetail>;

function tellFaults(faults: readonly SensorFault[] | undefined): DeviceDetail['faults'] {
  if (faults === undefined) return null;
  return faults.map((fault) => {
    const about = fault.factor === null ? fault.kind : `${fault.kind} ${fault.factor}`;
    return { ...fault, ...describeFault(about, fault.detail) };
  });
}

async function readGateway(database: CloudDatabase, gatewayId: string, report: GatewayReport | null) {
  const [keys, registered] = await Promise.all([
    database
      .selectFrom('gateway_keys')
      .select(['key_id', 'enrolled_at_ms', 'revoked_at_ms', 'revoked_reason'])
      .where('gateway_id', '=', gatewayId)
      .orderBy('enrolled_at_ms')
      .execute(),
    database.selectFrom('devices').select('source_id').where('gateway_id', '=', gatewayId).execute(),
  ]);
  const known = new Set(registered.map((row) => row.source_id));
  const reported = report === null ? [] : [...Object.keys(report.cameras), ...Object.keys(report.sensors)];
  return {
    report,
    unregistered: reported.filter((sourceId) => !known.has(sourceId)).sort(),
    keys: keys.map((key) => ({
      keyId: key.key_id,
      enrolledAtMs: key.enrolled_at_ms,
      revokedAtMs: key.revoked_at_ms,
      revokedReason: key.revoked_reason,
    })),
  };
}

/** What is missing of a device on a day in Beijing. */
export async function readStanding(database: CloudDatabase, row: DeviceRow, atMs: number): Promise<DeviceStanding> {
  const { settings } = await readDeskSettings(database);
  const day = routingDay(atMs);
  return { day, missing: findMissing(standingOf(row), day, settings.devices.required) };
}

/** All that is known of a row of the register. */
export async function describeDevice(database: CloudDatabase, row: DeviceRow, nowMs: number): Promise<DeviceDetail> {
  const heard = await database
    .selectFrom('gateway_reports')
    .selectAll()
    .where('gateway_id', '=', row.gateway_id)
    .executeTakeFirst();
  const report = heard?.report ?? null;
  const source = row.source_id ?? '';
  return {
    ...toSummary(row, heard?.received_at_ms ?? null),
    legal: row.legal,
    standing: await readStanding(database, row, nowMs),
    link: row.kind === 'camera' ? (report?.cameras[source] ?? null) : null,
    faults: row.kind === 'monitor' ? tellFaults(report?.sensors[source]) : null,
    gateway: row.kind === 'gateway' ? await readGateway(database, row.gateway_id, report) : null,
  };
}

/** A device that the actor may see. @throws ProblemError `device.not-found` */
export async function readDevice(
  database: CloudDatabase,
  actor: Actor,
  asked: { readonly deviceId: string; readonly nowMs: number },
): Promise<DeviceDetail> {
  const row = await requireDevice(database, actor, { deviceId: asked.deviceId, permission: 'device.read' });
  return await describeDevice(database, row, asked.nowMs);
}
