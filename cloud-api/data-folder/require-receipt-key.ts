import { ConfigError } from '../config/config-error.js';
import type { CloudDatabase } from '../database/open-database.js';
import { shareSecret } from '../sessions/share-secret.js';

/** Where the database names the key that its receipts are signed with. */
const NAME = 'receipt-key-id';

async function findKeyOfPackages(database: CloudDatabase): Promise<string | null> {
  const found = await database.selectFrom('packages').select('receipt').limit(1).executeTakeFirst();
  return found?.receipt.keyId ?? null;
}

/**
 * Holds the receipt key against the one that this database knows, which is the first that a cloud started on it with. Gateways pin that key
 * when they enrol: with another they would take no receipt, and keep every package until their disks are full.
 *
 * @throws ConfigError when a restored or another replica's folder holds another key
 */
export async function requireReceiptKey(database: CloudDatabase, keyId: string): Promise<void> {
  const keyOfPackages = await findKeyOfPackages(database);
  const known = await shareSecret(database, NAME, () => keyOfPackages ?? keyId);
  if (known === keyId) return;
  throw new ConfigError(
    `the receipt key is ${keyId}, and this database was written with ${known}: restore keys/receipt-key.pem of the data folder from the backup, or let LAMPPOST_CLOUD_RECEIPT_KEY_FILE name the key that all replicas share; if it is lost, see docs/operations.md#the-receipt-key-is-lost`,
  );
}
