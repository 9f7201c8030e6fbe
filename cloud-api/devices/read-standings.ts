import type { EvidenceManifest } from '@lamppost/contracts';
import { sql } from 'kysely';
import type { CloudDatabase } from '../database/open-database.js';
import { routingDay } from '../jurisdiction/jurisdiction-store.js';
import { formatDeviceId, type MissingCondition } from './device.js';
import { standingOf } from './device-row.js';
import type { DeviceSettings } from './device-settings.js';
import { findMissing } from './missing-conditions.js';

/** The source of a package, and when it captured. */
type Captured = Pick<EvidenceManifest, 'gatewayId' | 'device' | 'violation'>;

/** What the register says of sources: by source, what was missing when it captured; null where the source is not in it. */
export type ReadStanding = (captured: Captured) => readonly MissingCondition[] | null;

/** Reads what the register says of the sources of packages at the time of their captures. */
export async function readStandings(
  database: CloudDatabase,
  captures: readonly Captured[],
  required: DeviceSettings['required'],
): Promise<ReadStanding> {
  const idOf = ({ gatewayId, device }: Captured) => formatDeviceId(gatewayId, device.sourceId);
  const rows = await database
    .selectFrom('devices')
    .select(['device_id', 'kind', 'legal', 'retired_at_ms'])
    .where(sql<boolean>`device_id = any(${[...new Set(captures.map(idOf))]}::text[])`)
    .execute();
  const byId = new Map(rows.map((row) => [row.device_id, standingOf(row)]));
  return (captured) => {
    const standing = byId.get(idOf(captured));
    return standing === undefined
      ? null
      : findMissing(standing, routingDay(captured.violation.triggeredAtMs), required);
  };
}
