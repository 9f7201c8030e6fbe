import { sql } from 'kysely';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';

const MINUTE_MS = 60_000;

/** Notes that a revoked key was used, once a minute however often it is: whoever holds a stolen box must not fill the database. */
export async function noteRevokedKnock(
  { database, clock }: { readonly database: CloudDatabase; readonly clock: Clock },
  { keyId, gatewayId }: { readonly keyId: string; readonly gatewayId: string },
): Promise<void> {
  const nowMs = clock.nowMs();
  await database
    .insertInto('revoked_knocks')
    .values({ key_id: keyId, gateway_id: gatewayId, last_at_ms: nowMs, minutes: 1 })
    .onConflict((conflict) =>
      conflict
        .column('key_id')
        .doUpdateSet({ last_at_ms: nowMs, minutes: sql<number>`revoked_knocks.minutes + 1` })
        .where('revoked_knocks.last_at_ms', '<=', nowMs - MINUTE_MS),
    )
    .execute();
}
