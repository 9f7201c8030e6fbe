import { sql, type Transaction } from 'kysely';
import { mayDo, type Actor } from '../access/actor.js';
import type { Asker } from '../access/asker.js';
import { readDeskSettings } from '../cases/settings/settings-store.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { CloudTables } from '../database/schema.js';
import type { ImportFault } from '../jurisdiction/read-csv-rows.js';
import { routingDay } from '../jurisdiction/jurisdiction-store.js';
import { findDeviceFaults } from './check-device.js';
import { formatDeviceId, MAX_RECORDS, type LegalRecord, type NewDevice } from './device.js';
import { columnsOf, fieldsOf, standingOf, subjectOfDevice, type DeviceRow } from './device-row.js';
import type { DeviceSettings } from './device-settings.js';
import { findMissing } from './missing-conditions.js';
import { MAX_FAULTS, type ImportedDevice, type ImportedRecord, type ReadDeviceImport } from './read-device-import.js';
import { dateRecords, newRow, recordKey, type RegisterParts } from './register.js';

/** How many devices an import wrote down, or would. */
export interface ImportCounts {
  readonly added: number;
  readonly changed: number;
  readonly unchanged: number;
}

/** What came of an import: nothing is written when there are faults. */
export interface ImportOutcome extends ImportCounts {
  readonly faults: readonly ImportFault[];
}

const NOTHING: ImportCounts = { added: 0, changed: 0, unchanged: 0 };
/** Rows in one statement, which takes at most 65,535 parameters. */
const PORTION = 500;

interface Known {
  readonly rows: ReadonlyMap<string, DeviceRow>;
  readonly bureauIds: ReadonlySet<string>;
  readonly areaIds: ReadonlySet<string>;
  readonly settings: DeviceSettings;
  readonly nowMs: number;
  readonly actor: Actor;
}

async function readKnown(
  database: CloudDatabase,
  deviceIds: readonly string[],
): Promise<Pick<Known, 'rows' | 'bureauIds' | 'areaIds'>> {
  const rows = await database
    .selectFrom('devices')
    .selectAll()
    .where(sql<boolean>`device_id = any(${deviceIds}::text[])`)
    .forUpdate()
    .execute();
  const bureaus = await database.selectFrom('bureaus').select('bureau_id').execute();
  const areas = await database.selectFrom('areas').select('area_id').execute();
  return {
    rows: new Map(rows.map((row) => [row.device_id, row])),
    bureauIds: new Set(bureaus.map((row) => row.bureau_id)),
    areaIds: new Set(areas.map((row) => row.area_id)),
  };
}

const idOf = ({ gatewayId, sourceId }: Pick<NewDevice, 'gatewayId' | 'sourceId'>) =>
  formatDeviceId(gatewayId, sourceId);

function judgeDevice({ device, line }: ImportedDevice, known: Known): ImportFault[] {
  const fault = (field: string, message: string) => ({ line, field, message });
  const faults = findDeviceFaults(device, known.settings).map(({ field, message }) => fault(field, message));
  const { bureauId, areaId } = device;
  if (bureauId !== null && !known.bureauIds.has(bureauId))
    faults.push(fault('bureauId', `there is no bureau ${bureauId}`));
  if (areaId !== null && !known.areaIds.has(areaId)) faults.push(fault('areaId', `there is no area ${areaId}`));
  const row = known.rows.get(idOf(device));
  const subjects = [subjectOfDevice(device), ...(row === undefined ? [] : [subjectOfDevice(fieldsOf(row))])];
  if (!subjects.every((subject) => mayDo(known.actor, 'device.manage', subject)))
    faults.push(fault('bureauId', 'devices of this bureau or area are not yours'));
  if (row !== undefined && row.kind !== device.kind) faults.push(fault('kind', `${idOf(device)} is a ${row.kind}`));
  if (row !== undefined && row.retired_at_ms !== null) faults.push(fault('', `${idOf(device)} is out of use`));
  return faults;
}

/** Lines that stand twice, or give two devices one number. */
function findDoubles(devices: readonly ImportedDevice[]): ImportFault[] {
  const seen = new Map<string, number>();
  return devices.flatMap(({ line, device }) => {
    const keys = [
      ['', `device ${idOf(device)}`],
      ...(device.deviceCode === null ? [] : [['deviceCode', `code ${device.deviceCode}`]]),
      ...(device.mn === null ? [] : [['mn', `mn ${device.mn}`]]),
    ];
    return keys.flatMap(([field = '', key = '']) => {
      const earlier = seen.get(key);
      if (earlier !== undefined) return [{ line, field, message: `it stands on line ${earlier} already` }];
      seen.set(key, line);
      return [];
    });
  });
}

/** Numbers that devices outside the file have already. */
async function findTaken(database: CloudDatabase, devices: readonly ImportedDevice[]): Promise<ImportFault[]> {
  const others = await database
    .selectFrom('devices')
    .select(['device_id', 'device_code', 'mn'])
    .where('retired_at_ms', 'is', null)
    .where(sql<boolean>`device_id <> all(${devices.map(({ device }) => idOf(device))}::text[])`)
    .where((is) =>
      is.or([
        sql<boolean>`device_code = any(${devices.map(({ device }) => device.deviceCode)}::text[])`,
        sql<boolean>`mn = any(${devices.map(({ device }) => device.mn)}::text[])`,
      ]),
    )
    .execute();
  const byCode = new Map(others.map((other) => [other.device_code, other.device_id]));
  const byMn = new Map(others.map((other) => [other.mn, other.device_id]));
  return devices.flatMap(({ line, device: { deviceCode, mn } }) => {
    const holders = [
      { field: 'deviceCode', holder: deviceCode === null ? undefined : byCode.get(deviceCode) },
      { field: 'mn', holder: mn === null ? undefined : byMn.get(mn) },
    ];
    return holders.flatMap(({ field, holder }) =>
      holder === undefined ? [] : [{ line, field, message: `${holder} has it` }],
    );
  });
}

function missingNames(row: Parameters<typeof standingOf>[0], { settings, nowMs }: Known) {
  return findMissing(standingOf(row), routingDay(nowMs), settings.required).map(({ condition }) => condition);
}

/** What an import would do, and what does it. */
interface ImportPlan {
  readonly faults: readonly ImportFault[];
  readonly counts: ImportCounts;
  readonly write: () => Promise<void>;
}

async function planDevices(
  transaction: Transaction<CloudTables>,
  devices: readonly ImportedDevice[],
  known: Known,
): Promise<ImportPlan> {
  const faults = [
    ...devices.flatMap((device) => judgeDevice(device, known)),
    ...findDoubles(devices),
    ...(await findTaken(transaction, devices)),
  ];
  const added = devices.filter(({ device }) => !known.rows.has(idOf(device)));
  const changed = devices.flatMap(({ device }) => {
    const row = known.rows.get(idOf(device));
    const columns = columnsOf(device);
    if (row === undefined || JSON.stringify(columns) === JSON.stringify(columnsOf(fieldsOf(row)))) return [];
    return [{ row, columns }];
  });
  const write = async () => {
    // Numbers may go from one device of the file to another: all let go of theirs first.
    await transaction
      .updateTable('devices')
      .set({ device_code: null, mn: null })
      .where(sql<boolean>`device_id = any(${changed.map(({ row }) => row.device_id)}::text[])`)
      .execute();
    for (const { row, columns } of changed)
      await transaction
        .updateTable('devices')
        .set({ ...columns, version: row.version + 1, changed_at_ms: known.nowMs })
        .where('device_id', '=', row.device_id)
        .execute();
    for (let start = 0; start < added.length; start += PORTION) {
      const rows = added.slice(start, start + PORTION).map(({ device }) => {
        const row = newRow(device, known.nowMs);
        const missing = missingNames(row, known);
        // How it is, the next round finds out.
        return { ...row, legal: JSON.stringify(row.legal), health: 'unknown' as const, missing };
      });
      await transaction.insertInto('devices').values(rows).execute();
    }
  };
  const unchanged = devices.length - added.length - changed.length;
  return { faults, counts: { added: added.length, changed: changed.length, unchanged }, write };
}

function planRecords(
  transaction: Transaction<CloudTables>,
  records: readonly ImportedRecord[],
  known: Known,
): ImportPlan {
  const given = new Map<string, ImportedRecord[]>();
  for (const one of records) given.set(idOf(one), [...(given.get(idOf(one)) ?? []), one]);
  const faults: ImportFault[] = [];
  const changed: { row: DeviceRow; legal: LegalRecord[] }[] = [];
  for (const [deviceId, those] of given) {
    const row = known.rows.get(deviceId);
    const fault = (message: string) => {
      faults.push(...those.map(({ line }) => ({ line, field: 'sourceId', message })));
    };
    if (row === undefined || !mayDo(known.actor, 'device.manage', subjectOfDevice(fieldsOf(row)))) {
      fault(`there is no device ${deviceId} in the register`);
      continue;
    }
    const before = new Set(row.legal.map(recordKey));
    const entered = dateRecords(
      those.map(({ record }) => record),
      [],
      known.nowMs,
    );
    const legal = [...row.legal, ...entered.filter((record) => !before.has(recordKey(record)))];
    if (legal.length > MAX_RECORDS) fault(`${deviceId} would have ${legal.length} records, of ${MAX_RECORDS} at most`);
    if (legal.length > row.legal.length) changed.push({ row, legal });
  }
  const write = async () => {
    for (const { row, legal } of changed)
      await transaction
        .updateTable('devices')
        .set({
          ...{ legal: JSON.stringify(legal), missing: missingNames({ ...row, legal }, known) },
          ...{ version: row.version + 1, changed_at_ms: known.nowMs },
        })
        .where('device_id', '=', row.device_id)
        .execute();
  };
  return { faults, counts: { added: 0, changed: changed.length, unchanged: given.size - changed.length }, write };
}

/** Writes what a file holds down, all of it or nothing. Records are added to those that are there; nothing is taken away. */
export async function importDevices(
  parts: RegisterParts,
  asker: Asker,
  given: Exclude<ReadDeviceImport, { status: 'wrong' }>,
  isTrial: boolean,
): Promise<ImportOutcome> {
  const { database, clock, audit } = parts;
  const nowMs = clock.nowMs();
  const { devices: settings } = (await readDeskSettings(database)).settings;
  const deviceIds =
    given.status === 'devices' ? given.devices.map(({ device }) => idOf(device)) : given.records.map(idOf);
  return await database.transaction().execute(async (transaction) => {
    // One import at a time, so that each is judged by what is there when it is written.
    await sql`select pg_advisory_xact_lock(hashtextextended('lamppost devices', 0))`.execute(transaction);
    const known = { ...(await readKnown(transaction, deviceIds)), settings, nowMs, actor: asker.actor };
    const { faults, counts, write } =
      given.status === 'devices'
        ? await planDevices(transaction, given.devices, known)
        : planRecords(transaction, given.records, known);
    if (faults.length > 0) return { ...NOTHING, faults: faults.slice(0, MAX_FAULTS) };
    if (isTrial) return { ...counts, faults: [] };
    await write();
    await audit.append(transaction, {
      action: 'device.import',
      who: asker.actor,
      from: asker.client,
      subject: null,
      what: { of: given.status, ...counts },
    });
    return { ...counts, faults: [] };
  });
}
