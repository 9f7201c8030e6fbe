import { sql, type Transaction } from 'kysely';
import { readDeskSettings } from '../../cases/settings/settings-store.js';
import type { Clock } from '../../clock.js';
import type { CloudDatabase } from '../../database/open-database.js';
import type { CloudTables } from '../../database/schema.js';
import { routingDay } from '../../jurisdiction/jurisdiction-store.js';
import { formatDeviceId } from '../device.js';
import { standingOf, type DeviceRow } from '../device-row.js';
import type { DeviceSettings } from '../device-settings.js';
import { judgeHealth, type HeardGateway } from '../judge-health.js';
import { findMissing } from '../missing-conditions.js';
import { findAlarms, type WatchedGateway } from './find-alarms.js';
import { writeAlarms, type Owner } from './write-alarms.js';

/** Gateways that are looked at in one transaction. */
const AT_A_TIME = 200;
/** How long a refused package, or the use of a revoked key, is told of. */
const TOLD_MS = 24 * 3_600_000;
/** What a box may still have been sending when its key was revoked. */
const GRACE_MS = 5 * 60_000;
/** How long alarms that are over are kept. */
const KEPT_MS = 90 * 24 * 3_600_000;

/** How many alarms were opened and closed. */
export interface SweptDevices {
  readonly opened: number;
  readonly closed: number;
}

async function nextGateways(database: CloudDatabase, after: string): Promise<string[]> {
  const { rows } = await sql<{ gateway_id: string }>`
    select gateway_id from (
      select gateway_id from devices union select gateway_id from gateway_keys
      union select gateway_id from device_alarms where closed_at_ms is null) as known
    where gateway_id > ${after} order by gateway_id limit ${AT_A_TIME}`.execute(database);
  return rows.map((row) => row.gateway_id);
}

/** Rows by their gateway. */
function byGateway<Row extends { gateway_id: string }>(rows: readonly Row[]): ReadonlyMap<string, Row[]> {
  const grouped = new Map<string, Row[]>();
  for (const row of rows) {
    const those = grouped.get(row.gateway_id);
    if (those === undefined) grouped.set(row.gateway_id, [row]);
    else those.push(row);
  }
  return grouped;
}

async function readFacts(transaction: Transaction<CloudTables>, gatewayIds: readonly string[], nowMs: number) {
  const isOfThese = sql<boolean>`gateway_id = any(${gatewayIds}::text[])`;
  const devices = await transaction.selectFrom('devices').selectAll().where(isOfThese).execute();
  const keys = await transaction
    .selectFrom('gateway_keys')
    .select(['gateway_id', 'enrolled_at_ms'])
    .where(isOfThese)
    .where('revoked_at_ms', 'is', null)
    .execute();
  const reports = await transaction.selectFrom('gateway_reports').selectAll().where(isOfThese).execute();
  const refusals = await transaction
    .selectFrom('refusals')
    .select(['gateway_id', sql<number>`count(*)`.as('count')])
    .select(sql<string>`(array_agg(code order by refused_at_ms desc))[1]`.as('code'))
    .where(isOfThese)
    .where('refused_at_ms', '>', nowMs - TOLD_MS)
    .groupBy('gateway_id')
    .execute();
  const knocks = await transaction
    .selectFrom('revoked_knocks')
    .innerJoin('gateway_keys', 'gateway_keys.key_id', 'revoked_knocks.key_id')
    .select(['revoked_knocks.gateway_id', 'revoked_knocks.last_at_ms'])
    .where(sql<boolean>`revoked_knocks.gateway_id = any(${gatewayIds}::text[])`)
    .where('revoked_knocks.last_at_ms', '>', nowMs - TOLD_MS)
    .where(sql<boolean>`revoked_knocks.last_at_ms > gateway_keys.revoked_at_ms + ${GRACE_MS}`)
    .execute();
  const open = await transaction
    .selectFrom('device_alarms')
    .selectAll()
    .where(isOfThese)
    .where('closed_at_ms', 'is', null)
    .execute();
  return {
    open: byGateway(open),
    devices: byGateway(devices),
    keys: byGateway(keys),
    reports: byGateway(reports),
    refusals: byGateway(refusals),
    knocks: byGateway(knocks),
  };
}

async function refreshRows(
  transaction: Transaction<CloudTables>,
  rows: readonly DeviceRow[],
  heard: HeardGateway | null,
  { settings, nowMs }: { readonly settings: DeviceSettings; readonly nowMs: number },
): Promise<void> {
  const day = routingDay(nowMs);
  for (const row of rows) {
    const { kind, source_id: sourceId } = row;
    const health = judgeHealth({ kind, sourceId }, heard, { nowMs, silentMinutes: settings.silentMinutes });
    const missing = findMissing(standingOf(row), day, settings.required).map(({ condition }) => condition);
    if (health === row.health && missing.join() === row.missing.join()) continue;
    await transaction.updateTable('devices').set({ health, missing }).where('device_id', '=', row.device_id).execute();
  }
}

async function sweepSome(
  database: CloudDatabase,
  gatewayIds: readonly string[],
  at: { readonly settings: DeviceSettings; readonly nowMs: number },
): Promise<SweptDevices> {
  const { settings, nowMs } = at;
  return await database.transaction().execute(async (transaction) => {
    // One replica at a time, so that each alarm is opened and closed once.
    await sql`select pg_advisory_xact_lock(hashtextextended('lamppost device alarms', 0))`.execute(transaction);
    const facts = await readFacts(transaction, gatewayIds, nowMs);
    const counts = { opened: 0, closed: 0 };
    for (const gatewayId of gatewayIds) {
      const rows = facts.devices.get(gatewayId) ?? [];
      const [report] = facts.reports.get(gatewayId) ?? [];
      const [refused] = facts.refusals.get(gatewayId) ?? [];
      const knocks = (facts.knocks.get(gatewayId) ?? []).map((knock) => knock.last_at_ms);
      const heard = report === undefined ? null : { receivedAtMs: report.received_at_ms, report: report.report };
      await refreshRows(transaction, rows, heard, at);
      const watched: WatchedGateway = {
        enrolledAtMs: facts.keys.get(gatewayId)?.[0]?.enrolled_at_ms ?? null,
        heard,
        refused: refused === undefined ? null : { count: refused.count, code: refused.code },
        knockedAtMs: knocks.length === 0 ? null : Math.max(...knocks),
        devices: rows.map((row) => ({
          ...{ sourceId: row.source_id, kind: row.kind, legal: row.legal, isRetired: row.retired_at_ms !== null },
        })),
      };
      const owners = new Map<string, Owner>(
        rows.map((row) => [row.device_id, { bureauId: row.bureau_id, areaId: row.area_id }]),
      );
      const written = await writeAlarms(transaction, {
        ...{ gatewayId, nowMs, open: facts.open.get(gatewayId) ?? [], found: findAlarms(watched, settings, nowMs) },
        ownerOf: (sourceId) =>
          owners.get(formatDeviceId(gatewayId, sourceId)) ?? owners.get(gatewayId) ?? { bureauId: null, areaId: null },
      });
      counts.opened += written.opened;
      counts.closed += written.closed;
    }
    return counts;
  });
}

/** Looks how all devices are now: opens what is found, closes what is gone, each once however many replicas do so. */
export async function sweepDevices(options: { database: CloudDatabase; clock: Clock }): Promise<SweptDevices> {
  const { database, clock } = options;
  const { devices: settings } = (await readDeskSettings(database)).settings;
  const nowMs = clock.nowMs();
  const counts = { opened: 0, closed: 0 };
  for (let after = ''; ;) {
    const gatewayIds = await nextGateways(database, after);
    const last = gatewayIds.at(-1);
    if (last === undefined) break;
    const { opened, closed } = await sweepSome(database, gatewayIds, { settings, nowMs });
    counts.opened += opened;
    counts.closed += closed;
    after = last;
  }
  await database
    .deleteFrom('device_alarms')
    .where('closed_at_ms', '<', nowMs - KEPT_MS)
    .execute();
  await database
    .deleteFrom('revoked_knocks')
    .where('last_at_ms', '<', nowMs - KEPT_MS)
    .execute();
  return counts;
}
