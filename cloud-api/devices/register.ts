import type { Transaction } from 'kysely';
import { mayDo, type Actor } from '../access/actor.js';
import type { Asker } from '../access/asker.js';
import type { AuditAction } from '../audit/audit-entry.js';
import type { AuditLog } from '../audit/audit-log.js';
import { readDeskSettings } from '../cases/settings/settings-store.js';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { CloudTables } from '../database/schema.js';
import { ProblemError } from '../errors/problem-error.js';
import { routingDay } from '../jurisdiction/jurisdiction-store.js';
import { findDeviceFaults } from './check-device.js';
import {
  formatDeviceId,
  type DeviceChange,
  type DeviceFields,
  type LegalRecord,
  type NewDevice,
  type NewLegalRecord,
} from './device.js';
import { columnsOf, fieldsOf, standingOf, subjectOfDevice, type DeviceRow } from './device-row.js';
import type { DeviceSettings } from './device-settings.js';
import { judgeHealth } from './judge-health.js';
import { findMissing } from './missing-conditions.js';

/** What the register works with. */
export interface RegisterParts {
  readonly database: CloudDatabase;
  readonly clock: Clock;
  readonly audit: Pick<AuditLog, 'append'>;
}

/** What puts a device out of use, or into use again. */
export type DeviceStep = 'retire' | 'reinstate';

const UNIQUE_VIOLATION = '23505';

/** What a unique index says of two devices. */
const TAKEN: Readonly<Record<string, (device: DeviceFields) => string>> = {
  devices_device_code_once: ({ deviceCode }) => `Another device has the GB/T 28181 ID ${deviceCode ?? ''}`,
  devices_mn_once: ({ mn }) => `Another device has the MN ${mn ?? ''}`,
};

/** Calls what writes a device; another that has the same ID or number is told of by name. */
async function writeOnce<Result>(device: DeviceFields, write: () => Promise<Result>): Promise<Result> {
  try {
    return await write();
  } catch (error) {
    const { code, constraint } = error as { code?: unknown; constraint?: string };
    const told = code === UNIQUE_VIOLATION ? TAKEN[constraint ?? ''] : undefined;
    if (told === undefined) throw error;
    throw new ProblemError('device.number-taken', told(device), { cause: error });
  }
}

/** Tells records apart by all that they say. */
export function recordKey({ condition, from, until, document }: NewLegalRecord): string {
  return JSON.stringify([condition, from, until, document.number, document.issuer, document.url, document.sha256]);
}

/** Notes when each record was entered: one that stood there before keeps its moment. */
export function dateRecords(
  records: readonly NewLegalRecord[],
  before: readonly LegalRecord[],
  nowMs: number,
): LegalRecord[] {
  const entered = new Map(before.map((record) => [recordKey(record), record.recordedAtMs]));
  return records.map((record) => ({ ...record, recordedAtMs: entered.get(recordKey(record)) ?? nowMs }));
}

/** What is known of a row by now: its health, and what it lacks. */
export async function judgeRow(
  database: CloudDatabase,
  row: Pick<DeviceRow, 'gateway_id' | 'source_id' | 'kind' | 'legal' | 'retired_at_ms'>,
  { settings, nowMs }: { readonly settings: DeviceSettings; readonly nowMs: number },
): Promise<Pick<DeviceRow, 'health' | 'missing'>> {
  const heard = await database
    .selectFrom('gateway_reports')
    .selectAll()
    .where('gateway_id', '=', row.gateway_id)
    .executeTakeFirst();
  const known = heard === undefined ? null : { receivedAtMs: heard.received_at_ms, report: heard.report };
  const judged = { kind: row.kind, sourceId: row.source_id };
  return {
    health: judgeHealth(judged, known, { nowMs, silentMinutes: settings.silentMinutes }),
    missing: findMissing(standingOf(row), routingDay(nowMs), settings.required).map(({ condition }) => condition),
  };
}

/**
 * The row of a device that the actor may see; locked where it is to be changed.
 *
 * @throws ProblemError `device.not-found`
 */
export async function requireDevice(
  database: CloudDatabase,
  actor: Actor,
  wanted: {
    readonly deviceId: string;
    readonly permission: 'device.read' | 'device.manage';
    readonly isLocked?: boolean;
  },
): Promise<DeviceRow> {
  const { deviceId, permission, isLocked = false } = wanted;
  const query = database.selectFrom('devices').selectAll().where('device_id', '=', deviceId);
  const row = await (isLocked ? query.forUpdate() : query).executeTakeFirst();
  if (row === undefined || !mayDo(actor, permission, subjectOfDevice(fieldsOf(row))))
    throw new ProblemError('device.not-found', `There is no device ${deviceId} in the register`);
  return row;
}

/** @throws ProblemError `access.not-allowed`, `bureau.not-found`, `area.not-found` */
async function requirePlaces(database: CloudDatabase, actor: Actor, fields: DeviceFields): Promise<void> {
  const { bureauId, areaId } = fields;
  if (!mayDo(actor, 'device.manage', subjectOfDevice(fields)))
    throw new ProblemError('access.not-allowed', 'Devices of this bureau or area are not yours to write down');
  if (bureauId !== null) {
    const bureau = await database.selectFrom('bureaus').select('bureau_id').where('bureau_id', '=', bureauId).execute();
    if (bureau.length === 0) throw new ProblemError('bureau.not-found', `There is no bureau ${bureauId}`);
  }
  if (areaId !== null) {
    const area = await database.selectFrom('areas').select('area_id').where('area_id', '=', areaId).execute();
    if (area.length === 0) throw new ProblemError('area.not-found', `There is no area ${areaId}`);
  }
}

function requireFaultless(device: Parameters<typeof findDeviceFaults>[0], settings: DeviceSettings): void {
  const faults = findDeviceFaults(device, settings);
  if (faults.length > 0)
    throw new ProblemError('device.invalid', faults.map(({ field, message }) => `${field}: ${message}`).join('; '));
}

/** The row of a new device, as it is inserted; its records are entered now. */
export function newRow(device: NewDevice, nowMs: number) {
  const { gatewayId, sourceId, kind, legal, ...fields } = device;
  return {
    ...{ device_id: formatDeviceId(gatewayId, sourceId), gateway_id: gatewayId, source_id: sourceId, kind },
    ...columnsOf(fields),
    legal: dateRecords(legal, [], nowMs),
    version: 1,
    created_at_ms: nowMs,
    changed_at_ms: nowMs,
    retired_at_ms: null,
    retired_reason: null,
  };
}

async function note(
  transaction: Transaction<CloudTables>,
  { audit }: RegisterParts,
  { actor, client }: Asker,
  noted: { readonly action: AuditAction; readonly deviceId: string; what: Record<string, unknown>; why?: string },
): Promise<void> {
  const { deviceId, ...event } = noted;
  await audit.append(transaction, { ...event, who: actor, subject: { kind: 'device', id: deviceId }, from: client });
}

/** Records as the audit log shows them. */
function nameRecords(records: readonly NewLegalRecord[]): string[] {
  return records.map(({ condition, from, until, document }) =>
    [condition, from, until ?? '', document.number].join(' '),
  );
}

/**
 * Writes a device down.
 *
 * @throws ProblemError `device.invalid`, `device.exists`, `device.number-taken`, `access.not-allowed`, `bureau.not-found`, `area.not-found`
 */
export async function addDevice(parts: RegisterParts, asker: Asker, device: NewDevice): Promise<DeviceRow> {
  const { devices: settings } = (await readDeskSettings(parts.database)).settings;
  requireFaultless(device, settings);
  const nowMs = parts.clock.nowMs();
  const row = newRow(device, nowMs);
  return await writeOnce(device, async () =>
    parts.database.transaction().execute(async (transaction) => {
      await requirePlaces(transaction, asker.actor, device);
      const judged = await judgeRow(transaction, row, { settings, nowMs });
      const added = await transaction
        .insertInto('devices')
        .values({ ...row, ...judged, legal: JSON.stringify(row.legal) })
        .onConflict((conflict) => conflict.column('device_id').doNothing())
        .returningAll()
        .executeTakeFirst();
      if (added === undefined) throw new ProblemError('device.exists', `${row.device_id} is in the register already`);
      const { legal, ...what } = device;
      await note(transaction, parts, asker, {
        ...{ action: 'device.create', deviceId: row.device_id },
        what: { ...what, legal: nameRecords(legal) },
      });
      return added;
    }),
  );
}

function requireVersion(row: DeviceRow, version: number): void {
  if (row.version !== version)
    throw new ProblemError('device.changed', `${row.device_id} is in version ${row.version} by now`);
}

/**
 * Changes what is written down of a device, from a version on.
 *
 * @throws ProblemError `device.not-found`, `device.changed`, `device.invalid`, `device.number-taken`, `access.not-allowed`, `bureau.not-found`, `area.not-found`
 */
export async function changeDevice(
  parts: RegisterParts,
  asker: Asker,
  asked: { readonly deviceId: string; readonly version: number; readonly change: DeviceChange },
): Promise<DeviceRow> {
  const { deviceId, version, change } = asked;
  const { devices: settings } = (await readDeskSettings(parts.database)).settings;
  const { legal: newLegal, ...newFields } = change;
  return await parts.database.transaction().execute(async (transaction) => {
    const row = await requireDevice(transaction, asker.actor, {
      deviceId,
      permission: 'device.manage',
      isLocked: true,
    });
    requireVersion(row, version);
    const nowMs = parts.clock.nowMs();
    const given = Object.fromEntries(Object.entries(newFields).filter(([, value]) => value !== undefined));
    const fields: DeviceFields = { ...fieldsOf(row), ...given };
    requireFaultless({ ...fields, kind: row.kind, sourceId: row.source_id }, settings);
    await requirePlaces(transaction, asker.actor, fields);
    const legal = newLegal === undefined ? row.legal : dateRecords(newLegal, row.legal, nowMs);
    const judged = await judgeRow(transaction, { ...row, legal }, { settings, nowMs });
    const changed = await writeOnce(fields, async () =>
      transaction
        .updateTable('devices')
        .set({
          ...columnsOf(fields),
          ...judged,
          legal: JSON.stringify(legal),
          version: version + 1,
          changed_at_ms: nowMs,
        })
        .where('device_id', '=', deviceId)
        .returningAll()
        .executeTakeFirstOrThrow(),
    );
    const [before, after] = [nameRecords(row.legal), nameRecords(legal)];
    const what = {
      version: version + 1,
      ...given,
      legalAdded: after.filter((record) => !before.includes(record)),
      legalRemoved: before.filter((record) => !after.includes(record)),
    };
    await note(transaction, parts, asker, { action: 'device.change', deviceId, what });
    return changed;
  });
}

/**
 * Puts a device out of use, or into use again. It stays in the register: what it recorded before is judged by it.
 *
 * @throws ProblemError `device.not-found`, `device.changed`, `device.step-not-allowed`, `device.number-taken`
 */
export async function stepDevice(
  parts: RegisterParts,
  asker: Asker,
  asked: { readonly deviceId: string; readonly version: number; readonly step: DeviceStep; readonly reason: string },
): Promise<DeviceRow> {
  const { deviceId, version, step, reason } = asked;
  const { devices: settings } = (await readDeskSettings(parts.database)).settings;
  return await parts.database.transaction().execute(async (transaction) => {
    const row = await requireDevice(transaction, asker.actor, {
      deviceId,
      permission: 'device.manage',
      isLocked: true,
    });
    requireVersion(row, version);
    const isInUse = row.retired_at_ms === null;
    if (isInUse !== (step === 'retire'))
      throw new ProblemError('device.step-not-allowed', `${deviceId} is ${isInUse ? 'in use' : 'out of use'} already`);
    const nowMs = parts.clock.nowMs();
    const retired = step === 'retire' ? { at: nowMs, reason } : { at: null, reason: null };
    const judged = await judgeRow(transaction, { ...row, retired_at_ms: retired.at }, { settings, nowMs });
    const changed = await writeOnce(fieldsOf(row), async () =>
      transaction
        .updateTable('devices')
        .set({
          ...judged,
          ...{ retired_at_ms: retired.at, retired_reason: retired.reason },
          ...{ version: version + 1, changed_at_ms: nowMs },
        })
        .where('device_id', '=', deviceId)
        .returningAll()
        .executeTakeFirstOrThrow(),
    );
    const action = `device.${step}` as const;
    await note(transaction, parts, asker, { action, deviceId, what: { version: version + 1 }, why: reason });
    return changed;
  });
}
