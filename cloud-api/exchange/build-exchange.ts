import { z } from 'zod';
import type { CaseRow } from '../cases/life/apply-step.js';
import { readDeskSettings } from '../cases/settings/settings-store.js';
import type { CloudDatabase } from '../database/open-database.js';
import { formatDeviceId } from '../devices/device.js';
import { toCityEvent, type CityEvent } from './city-event.js';
import type { ExchangedPackage } from './image-reference.js';
import { toMotorVehicles, type MotorVehicles } from './motor-vehicles.js';

/** The forms that other platforms read a case in. */
export const ExchangeForm = z.enum(['ga-t-1400', 'gb-t-47678.5']);
export type ExchangeForm = z.infer<typeof ExchangeForm>;

/** A case in both forms. */
export interface Exchange {
  readonly cityEvent: CityEvent;
  /** Null: the case is about no vehicle. */
  readonly motorVehicles: MotorVehicles | null;
}

async function findRegistered(database: CloudDatabase, { manifest }: ExchangedPackage) {
  return await database
    .selectFrom('devices')
    .select(['device_code', 'grid'])
    .where('device_id', '=', formatDeviceId(manifest.gatewayId, manifest.device.sourceId))
    .executeTakeFirst();
}

/** The grid that a patrol was last sent to for the case. */
async function findGrid(database: CloudDatabase, caseId: string): Promise<string | null> {
  const row = await database
    .selectFrom('dispatches')
    .select('grid')
    .where('case_id', '=', caseId)
    .where('grid', 'is not', null)
    .orderBy('dispatch_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.grid ?? null;
}

/** Puts a case into the forms of other platforms. Device IDs are those that were sealed, else those of the register. */
export async function buildExchange(
  database: CloudDatabase,
  row: CaseRow,
  packages: readonly ExchangedPackage[],
): Promise<Exchange> {
  const { settings } = await readDeskSettings(database);
  const ordered = [...packages].sort((a, b) => Number(b.digest === row.digest) - Number(a.digest === row.digest));
  const known = await Promise.all(
    ordered.map(async (one) => {
      const registered = await findRegistered(database, one);
      const deviceId = one.manifest.device.deviceCode ?? registered?.device_code ?? null;
      return { digest: one.digest, manifest: one.manifest, deviceId, grid: registered?.grid ?? null };
    }),
  );
  const [first, ...others] = known;
  if (first === undefined) throw new Error(`the case ${row.case_id} has no package`);
  const { case_id: caseId, state, opened_at_ms: openedAtMs } = row;
  const unitGrid = (await findGrid(database, caseId)) ?? first.grid;
  return {
    cityEvent: toCityEvent({ caseId, state, openedAtMs, unitGrid, packages: [first, ...others] }, settings.exchange),
    motorVehicles: row.matter === 'parking' ? toMotorVehicles(caseId, known, settings.exchange) : null,
  };
}
