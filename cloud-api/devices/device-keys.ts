import type { GatewayKeys } from '@lamppost/contracts';
import type { Kysely, Selectable } from 'kysely';
import { prepareStatement } from '../database/prepared-statement.js';
import type { CloudTables, GatewayKeysTable } from '../database/schema.js';
import { decodePublicKey, type PublicKey } from './public-key.js';

/** An enrolled key of a gateway. */
export interface DeviceKey {
  readonly keyId: string;
  readonly gatewayId: string;
  readonly publicKey: PublicKey;
  readonly isRevoked: boolean;
  /** The key that the chain of this one began with. */
  readonly chainId: string;
  /** Place in the chain at which it gave way to the next key; null where it did not. */
  readonly retiredAtSequence: number | null;
}

/** Whether the key may stand under an entry at this place of its chain: what it sealed before it gave way may still come. */
export function maySeal({ isRevoked, retiredAtSequence }: DeviceKey, sequence: number): boolean {
  return retiredAtSequence === null ? !isRevoked : sequence <= retiredAtSequence;
}

/** Asks the same as {@link maySeal}, as part of a statement over `given` (`key_id`, `sequence`); null where there is no such key. */
export const MAY_SEAL = `(
  select case when retired_at_sequence is null then revoked_at_ms is null else given.sequence <= retired_at_sequence end
  from gateway_keys where key_id = given.key_id)`;

const findKeyRow = prepareStatement<
  Pick<Selectable<GatewayKeysTable>, 'gateway_id' | 'public_key' | 'revoked_at_ms' | 'chain_id' | 'retired_at_sequence'>
>(
  'find-device-key',
  'select gateway_id, public_key, revoked_at_ms, chain_id, retired_at_sequence from gateway_keys where key_id = $1',
);

/** Finds the enrolled key with this ID; null when there is none. */
export async function findDeviceKey(database: Kysely<CloudTables>, keyId: string): Promise<DeviceKey | null> {
  const [row] = await findKeyRow(database, keyId);
  const publicKey = row === undefined ? null : decodePublicKey(row.public_key);
  if (row === undefined || publicKey === null) return null;
  return {
    keyId,
    gatewayId: row.gateway_id,
    publicKey,
    isRevoked: row.revoked_at_ms !== null,
    chainId: row.chain_id,
    retiredAtSequence: row.retired_at_sequence,
  };
}

/** All keys that gateways were ever enrolled with, by gateway and time. */
export async function listDeviceKeys(database: Kysely<CloudTables>): Promise<GatewayKeys['keys']> {
  const rows = await database
    .selectFrom('gateway_keys')
    .select(['gateway_id', 'public_key', 'enrolled_at_ms', 'revoked_at_ms', 'previous_key_id'])
    .orderBy('gateway_id')
    .orderBy('enrolled_at_ms')
    .execute();
  return rows.map((row) => ({
    gatewayId: row.gateway_id,
    publicKey: row.public_key,
    enrolledAtMs: row.enrolled_at_ms,
    revokedAtMs: row.revoked_at_ms,
    ...(row.previous_key_id === null ? {} : { previousKeyId: row.previous_key_id }),
  }));
}
