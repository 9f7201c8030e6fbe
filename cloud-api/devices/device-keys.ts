import type { KeyObject } from 'node:crypto';
import type { GatewayKeys } from '@lamppost/contracts';
import type { CloudDatabase } from '../database/open-database.js';
import { decodePublicKey } from './public-key.js';

/** An enrolled key of a gateway. */
export interface DeviceKey {
  readonly keyId: string;
  readonly gatewayId: string;
  readonly publicKey: KeyObject;
  readonly isRevoked: boolean;
}

/** Finds the enrolled key with this ID; null when there is none. */
export async function findDeviceKey(database: CloudDatabase, keyId: string): Promise<DeviceKey | null> {
  const row = await database.selectFrom('gateway_keys').selectAll().where('key_id', '=', keyId).executeTakeFirst();
  const publicKey = row === undefined ? null : decodePublicKey(row.public_key);
  if (row === undefined || publicKey === null) return null;
  return { keyId, gatewayId: row.gateway_id, publicKey, isRevoked: row.revoked_at_ms !== null };
}

/** All keys that gateways were ever enrolled with, by gateway and time. */
export async function listDeviceKeys(database: CloudDatabase): Promise<GatewayKeys['keys']> {
  const rows = await database
    .selectFrom('gateway_keys')
    .select(['gateway_id', 'public_key', 'enrolled_at_ms', 'revoked_at_ms'])
    .orderBy('gateway_id')
    .orderBy('enrolled_at_ms')
    .execute();
  return rows.map((row) => ({
    gatewayId: row.gateway_id,
    publicKey: row.public_key,
    enrolledAtMs: row.enrolled_at_ms,
    revokedAtMs: row.revoked_at_ms,
  }));
}
