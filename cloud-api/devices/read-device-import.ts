import type { z } from 'zod';
import { readCsvRows, type CsvRow, type ImportFault } from '../jurisdiction/read-csv-rows.js';
import { type DeviceKind, NewDevice, NewLegalRecord, type LegalCondition } from './device.js';

/** Longer lists of faults are cut: whoever mends the first hundred imports again. */
export const MAX_FAULTS = 100;
/** Lines that one file may have. */
const MAX_LINES = 5_000;

/** A device of a file, with the line that it stands on. */
export interface ImportedDevice {
  readonly line: number;
  readonly device: NewDevice;
}

/** A record of a file, with its device and the line that it stands on. */
export interface ImportedRecord {
  readonly line: number;
  readonly gatewayId: string;
  readonly sourceId: string | null;
  readonly record: NewLegalRecord;
}

/** What came of reading a file: a table of devices, or one of records. */
export type ReadDeviceImport =
  | { readonly status: 'devices'; readonly devices: readonly ImportedDevice[] }
  | { readonly status: 'records'; readonly records: readonly ImportedRecord[] }
  | { readonly status: 'wrong'; readonly faults: readonly ImportFault[] };

const OF_DEVICES = ['gatewayId', 'sourceId', 'kind', 'name', 'lng', 'lat', 'place'] as const;
const MORE_OF_DEVICES = ['deviceCode', 'bearingDeg', 'grid', 'bureauId', 'areaId', 'model', 'serial', 'mn'] as const;
const OF_RECORDS = ['gatewayId', 'sourceId', 'condition', 'from', 'until', 'number', 'issuer'] as const;
const MORE_OF_RECORDS = ['url', 'sha256'] as const;

/** Names that Chinese offices give the columns. */
const COLUMN_NAMES: Readonly<Record<string, string>> = {
  ...{ 网关编号: 'gatewayId', 设备标识: 'sourceId', 设备类型: 'kind', 国标编码: 'deviceCode', 设备名称: 'name' },
  ...{ 经度: 'lng', 纬度: 'lat', 设置地点: 'place', 方位角: 'bearingDeg', 单元网格: 'grid', 部门编号: 'bureauId' },
  ...{ 片区编号: 'areaId', 型号: 'model', 序列号: 'serial', MN: 'mn', 监测仪编号: 'mn' },
  ...{ 条件: 'condition', 生效日期: 'from', 截止日期: 'until', 文号: 'number', 发文单位: 'issuer' },
  ...{ 网址: 'url', 文件校验值: 'sha256' },
};

const KIND_NAMES: Readonly<Record<string, DeviceKind>> = {
  ...{ 网关: 'gateway', 摄像机: 'camera', 监测仪: 'monitor', 音柱: 'speaker' },
};

const CONDITION_NAMES: Readonly<Record<string, LegalCondition>> = {
  ...{ 法制审核: 'deviceLegalReview', 技术审核: 'deviceTechReview', 标准符合性: 'standardsConformity' },
  ...{ 检定证书: 'calibration', 设置标志: 'signagePosted', 地点公布: 'sitePublished' },
};

/** A cell; null where it is empty or not there. */
function cell({ record }: CsvRow, column: string): string | null {
  const text = record[column] ?? '';
  return text === '' ? null : text;
}

function numberOf(row: CsvRow, column: string): unknown {
  const text = cell(row, column);
  return text !== null && /^-?\d{1,3}(?:\.\d{1,15})?$/.test(text) ? Number(text) : text;
}

/** Columns by the path of the field that they fill. */
const PATHS: Readonly<Record<string, string>> = {
  ...{ 'place.lng': 'lng', 'place.lat': 'lat', 'place.name': 'place' },
  ...{ 'document.number': 'number', 'document.issuer': 'issuer', 'document.url': 'url', 'document.sha256': 'sha256' },
};

function toFaults(error: z.ZodError, line: number): ImportFault[] {
  return error.issues.map(({ path, message }) => {
    const field = path.join('.');
    return { line, field: PATHS[field] ?? field, message };
  });
}

function readDevice(row: CsvRow): ReturnType<typeof NewDevice.safeParse> {
  const kind = cell(row, 'kind') ?? '';
  return NewDevice.safeParse({
    gatewayId: cell(row, 'gatewayId'),
    sourceId: cell(row, 'sourceId'),
    kind: KIND_NAMES[kind] ?? kind,
    deviceCode: cell(row, 'deviceCode'),
    name: cell(row, 'name'),
    place: { lng: numberOf(row, 'lng'), lat: numberOf(row, 'lat'), name: cell(row, 'place') },
    bearingDeg: numberOf(row, 'bearingDeg'),
    grid: cell(row, 'grid'),
    bureauId: cell(row, 'bureauId'),
    areaId: cell(row, 'areaId'),
    model: cell(row, 'model'),
    serial: cell(row, 'serial'),
    mn: cell(row, 'mn'),
  });
}

const Owner = NewDevice.pick({ gatewayId: true, sourceId: true });

function readRecord(row: CsvRow) {
  const condition = cell(row, 'condition') ?? '';
  const owner = Owner.safeParse({ gatewayId: cell(row, 'gatewayId'), sourceId: cell(row, 'sourceId') });
  const record = NewLegalRecord.safeParse({
    condition: CONDITION_NAMES[condition] ?? condition,
    from: cell(row, 'from'),
    until: cell(row, 'until'),
    document: {
      number: cell(row, 'number'),
      issuer: cell(row, 'issuer'),
      url: cell(row, 'url'),
      sha256: cell(row, 'sha256'),
    },
  });
  return { owner, record };
}

function findHeaderFaults(columns: readonly string[], known: readonly string[]): ImportFault[] {
  return columns
    .filter((column) => !known.includes(column))
    .map((column) => ({ line: 1, field: column, message: `no such column; there are ${known.join(', ')}` }));
}

/** Reads a table of devices, or of records where it has a column `condition`; each fault with its line. */
export function readDeviceImport(text: string): ReadDeviceImport {
  const isOfRecords = (header: readonly string[]) => header.includes('condition');
  const read = readCsvRows(text, {
    names: COLUMN_NAMES,
    required: (header) => (isOfRecords(header) ? OF_RECORDS : OF_DEVICES),
  });
  if (read.status === 'wrong') return read;
  const { rows, columns } = read;
  const known = isOfRecords(columns) ? [...OF_RECORDS, ...MORE_OF_RECORDS] : [...OF_DEVICES, ...MORE_OF_DEVICES];
  const faults = findHeaderFaults(columns, known);
  if (rows.length > MAX_LINES)
    faults.push({ line: MAX_LINES + 2, field: '', message: `at most ${MAX_LINES} lines at a time` });
  if (faults.length > 0) return { status: 'wrong', faults };
  const devices: ImportedDevice[] = [];
  const records: ImportedRecord[] = [];
  for (const row of rows) {
    const { line } = row;
    if (isOfRecords(columns)) {
      const { owner, record } = readRecord(row);
      if (owner.success && record.success) records.push({ line, ...owner.data, record: record.data });
      else faults.push(...[owner, record].flatMap(({ error }) => (error === undefined ? [] : toFaults(error, line))));
    } else {
      const device = readDevice(row);
      if (device.success) devices.push({ line, device: device.data });
      else faults.push(...toFaults(device.error, line));
    }
  }
  if (faults.length > 0) return { status: 'wrong', faults: faults.slice(0, MAX_FAULTS) };
  return isOfRecords(columns) ? { status: 'records', records } : { status: 'devices', devices };
}
