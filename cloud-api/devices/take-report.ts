import type { GatewayReport } from '@lamppost/contracts';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import { judgeReport } from './judge-health.js';

/** Keeps the last report of a gateway, and how its devices are by it. */
export async function takeReport(
  { database, clock }: { readonly database: CloudDatabase; readonly clock: Clock },
  { gatewayId, report }: { readonly gatewayId: string; readonly report: GatewayReport },
): Promise<{ receivedAtMs: number }> {
  const receivedAtMs = clock.nowMs();
  const kept = { received_at_ms: receivedAtMs, report: JSON.stringify(report) };
  await database
    .insertInto('gateway_reports')
    .values({ gateway_id: gatewayId, ...kept })
    .onConflict((conflict) => conflict.column('gateway_id').doUpdateSet(kept))
    .execute();
  const devices = await database
    .selectFrom('devices')
    .select(['device_id', 'kind', 'source_id', 'health'])
    .where('gateway_id', '=', gatewayId)
    .execute();
  for (const { device_id: deviceId, kind, source_id: sourceId, health } of devices) {
    const now = judgeReport({ kind, sourceId }, report);
    if (now !== health)
      await database.updateTable('devices').set({ health: now }).where('device_id', '=', deviceId).execute();
  }
  return { receivedAtMs };
}
