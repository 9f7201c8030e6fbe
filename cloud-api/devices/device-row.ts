import type { Selectable } from 'kysely';
import type { Subject } from '../access/permissions.js';
import type { DevicesTable } from '../database/device-tables.js';
import { routingDay } from '../jurisdiction/jurisdiction-store.js';
import type { DeviceFields, DeviceSummary } from './device.js';
import type { LegalStanding } from './missing-conditions.js';

/** A device as the register holds it. */
export type DeviceRow = Selectable<DevicesTable>;

/** The columns of what is written down of a device. */
export function columnsOf(fields: DeviceFields) {
  const { place } = fields;
  return {
    device_code: fields.deviceCode,
    name: fields.name,
    lng: place.lng,
    lat: place.lat,
    place_name: place.name,
    bearing_deg: fields.bearingDeg,
    grid: fields.grid,
    bureau_id: fields.bureauId,
    area_id: fields.areaId,
    model: fields.model,
    serial: fields.serial,
    mn: fields.mn,
  };
}

/** What is written down of a device. */
export function fieldsOf(row: DeviceRow): DeviceFields {
  return {
    deviceCode: row.device_code,
    name: row.name,
    place: { lng: row.lng, lat: row.lat, name: row.place_name },
    bearingDeg: row.bearing_deg,
    grid: row.grid,
    bureauId: row.bureau_id,
    areaId: row.area_id,
    model: row.model,
    serial: row.serial,
    mn: row.mn,
  };
}

/** Who may do something with it is told by these. */
export function subjectOfDevice(device: Pick<DeviceFields, 'bureauId' | 'areaId'>): Subject {
  return { bureauIds: device.bureauId === null ? [] : [device.bureauId], areaId: device.areaId };
}

/** A row as a list shows it. */
export function toSummary(row: DeviceRow, lastSeenAtMs: number | null): DeviceSummary {
  return {
    ...fieldsOf(row),
    deviceId: row.device_id,
    gatewayId: row.gateway_id,
    sourceId: row.source_id,
    kind: row.kind,
    version: row.version,
    health: row.health,
    missing: row.missing,
    lastSeenAtMs,
    createdAtMs: row.created_at_ms,
    changedAtMs: row.changed_at_ms,
    retiredAtMs: row.retired_at_ms,
    retiredReason: row.retired_reason,
  };
}

/** What of a row says whether its records may be evidence. */
export function standingOf({
  kind,
  legal,
  retired_at_ms: retiredAtMs,
}: Pick<DeviceRow, 'kind' | 'legal' | 'retired_at_ms'>): LegalStanding {
  return { kind, legal, retiredOn: retiredAtMs === null ? null : routingDay(retiredAtMs) };
}
