import { z } from 'zod';
import { isInScope, type CaseScope } from '../cases/list-cases.js';
import type { CloudDatabase } from '../database/open-database.js';
import { DeviceHealth, DeviceKind } from '../devices/device.js';
import { Bounds, isWithin } from './bounds.js';

/** Devices that a map gets at a time, at most. */
const MOST_DEVICES = 2_000;

/** What a map of devices asks for. */
export const MapDeviceQuery = Bounds.extend({ kind: DeviceKind.optional(), health: DeviceHealth.optional() });

/** A device in use as a map shows it. */
const MapDevice = z.object({
  deviceId: z.string(),
  kind: DeviceKind,
  name: z.string(),
  placeName: z.string(),
  lng: z.number(),
  lat: z.number(),
  /** Degrees clockwise from north; null where it looks nowhere. */
  bearingDeg: z.number().nullable(),
  grid: z.string().nullable(),
  health: DeviceHealth,
  /** Whether its records lack something today before they may be evidence. */
  isMissing: z.boolean(),
});

/** Devices in a part of the map, by ID. */
export const MapDevices = z.object({
  devices: z.array(MapDevice),
  isCut: z.boolean().describe(`There are more than the ${MOST_DEVICES} that are told`),
});
export type MapDevices = z.infer<typeof MapDevices>;

/** The devices in use in a part of the map that somebody may see, at most 2,000. */
export async function listMapDevices(
  database: CloudDatabase,
  scope: CaseScope,
  asked: z.infer<typeof MapDeviceQuery>,
): Promise<MapDevices> {
  const { kind, health, ...bounds } = asked;
  let query = database
    .selectFrom('devices')
    .selectAll()
    .where('retired_at_ms', 'is', null)
    .where(isWithin(bounds))
    .where(isInScope(scope));
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (health !== undefined) query = query.where('health', '=', health);
  const rows = await query
    .orderBy('device_id')
    .limit(MOST_DEVICES + 1)
    .execute();
  return {
    devices: rows.slice(0, MOST_DEVICES).map((row) => ({
      deviceId: row.device_id,
      kind: row.kind,
      name: row.name,
      placeName: row.place_name,
      lng: row.lng,
      lat: row.lat,
      bearingDeg: row.bearing_deg,
      grid: row.grid,
      health: row.health,
      isMissing: row.missing.length > 0,
    })),
    isCut: rows.length > MOST_DEVICES,
  };
}
