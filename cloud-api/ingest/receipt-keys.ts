import { ConfigError } from '../config/config-error.js';
import type { CloudDatabase } from '../database/open-database.js';
import { shareSecret } from '../sessions/share-secret.js';
import type { ReceiptSigner } from './receipt-signer.js';

/** Where the database names the key that its receipts are signed with. */
const NAME = 'receipt-key-id';

async function findKeyOfPackages(database: CloudDatabase): Promise<string | null> {
  const found = await database.selectFrom('packages').select('receipt').limit(1).executeTakeFirst();
  return found?.receipt.keyId ?? null;
}

/**
 * Notes the receipt key, and holds it against the one that this database knows, which is the first that a cloud started on it with. Gateways pin that key
 * when they enrol: with another they would take no receipt, and keep every package until their disks are full.
 *
 * @throws ConfigError when a restored or another replica's folder holds another key
 */
export async function requireReceiptKey(
  database: CloudDatabase,
  { keyId, publicKey }: Pick<ReceiptSigner, 'keyId' | 'publicKey'>,
  nowMs: number,
): Promise<void> {
  const keyOfPackages = await findKeyOfPackages(database);
  const known = await shareSecret(database, NAME, () => keyOfPackages ?? keyId);
  if (known !== keyId)
    throw new ConfigError(
      `the receipt key is ${keyId}, and this database was written with ${known}: restore keys/receipt-key.pem of the data folder from the backup, or let LAMPPOST_CLOUD_RECEIPT_KEY_FILE name the key that all replicas share; if it is lost, see docs/operations.md#the-receipt-key-is-lost`,
    );
  await database
    .insertInto('receipt_keys')
    .values({ key_id: keyId, public_key: publicKey, since_ms: nowMs })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** All keys that receipts were signed with (base64 of SPKI DER), the newest first. */
export async function listReceiptKeys(database: CloudDatabase): Promise<string[]> {
  const rows = await database.selectFrom('receipt_keys').select('public_key').orderBy('since_ms', 'desc').execute();
  return rows.map((row) => row.public_key);
}
