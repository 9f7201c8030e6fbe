import type { EvidenceManifest } from '@lamppost/contracts';
import { sql } from 'kysely';
import type { CloudDatabase } from '../database/open-database.js';
import { routingDay } from '../jurisdiction/jurisdiction-store.js';
import { formatDeviceId, type MissingCondition } from './device.js';
import { standingOf, type DeviceRow } from './device-row.js';
import type { DeviceSettings } from './device-settings.js';
import { findMissing } from './missing-conditions.js';

/** The source of a package, and when it captured. */
type Captured = Pick<EvidenceManifest, 'gatewayId' | 'device' | 'violation'>;
/** What of a row says whether its records may be evidence. */
export type DeviceStanding = Pick<DeviceRow, 'kind' | 'legal' | 'retired_at_ms'>;

/** What the register says of sources: by source, what was missing when it captured; null where the source is not in it. */
export type ReadStanding = (captured: Captured) => readonly MissingCondition[] | null;

const STANDING_COLUMNS = ['kind', 'legal', 'retired_at_ms'] as const;

/** ID of the source of a package in the register. */
export function idOfSource({ gatewayId, device }: Captured): string {
  return formatDeviceId(gatewayId, device.sourceId);
}

/**
 * Asks, as part of a statement over `given` (`device_id`), what the register has of the source of a package; {@link judgeCapture} takes the
 * answer.
 */
export const DEVICE_STANDING = `(
  select json_build_object('kind', kind, 'legal', legal, 'retired_at_ms', retired_at_ms)
  from devices where device_id = given.device_id)`;

/** What was missing of a source when it captured; null where it is not in the register. */
export function judgeCapture(
  row: DeviceStanding | null | undefined,
  captured: Captured,
  required: DeviceSettings['required'],
): readonly MissingCondition[] | null {
  const day = routingDay(captured.violation.triggeredAtMs);
  return row === null || row === undefined ? null : findMissing(standingOf(row), day, required);
}

/** Reads what the register says of the sources of packages at the time of their captures. */
export async function readStandings(
  database: CloudDatabase,
  captures: readonly Captured[],
  required: DeviceSettings['required'],
): Promise<ReadStanding> {
  const rows = await database
    .selectFrom('devices')
    .select('device_id')
    .select(STANDING_COLUMNS)
    .where(sql<boolean>`device_id = any(${[...new Set(captures.map(idOfSource))]}::text[])`)
    .execute();
  const byId = new Map(rows.map((row) => [row.device_id, row]));
  return (captured) => judgeCapture(byId.get(idOfSource(captured)), captured, required);
}
