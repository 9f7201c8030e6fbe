import { SignedChainEntry, type KeyRotation, type SignedEntryReceipt } from '@lamppost/contracts';
import { sql, type Transaction } from 'kysely';
import { findChainQuestion } from '../cases/chain-question.js';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { CloudTables } from '../database/schema.js';
import { findDeviceKey, maySeal, type DeviceKey } from '../devices/device-keys.js';
import type { ReceiptSigner } from '../ingest/receipt-signer.js';
import { queueForLog } from '../merkle-log/log-queue.js';
import { digestOfEntry, findEntryFault } from './verify-entry.js';

/** What became of a chain entry: `known` is one that was taken before. */
export type TakenEntry =
  | {
      readonly status: 'taken' | 'known';
      readonly receipt: SignedEntryReceipt;
      /** What does not fit between it and its neighbours, in words. */
      readonly chainQuestion: string | null;
    }
  | { readonly status: 'unproven'; readonly detail: string };

type CloudTransaction = Transaction<CloudTables>;

/** Lets the new key take over: from this place of the chain on it seals, and it alone signs tokens. */
async function rotate(
  transaction: CloudTransaction,
  rotation: KeyRotation,
  old: DeviceKey,
  nowMs: number,
): Promise<void> {
  await transaction
    .updateTable('gateway_keys')
    .set({ revoked_at_ms: nowMs, retired_at_sequence: rotation.sequence })
    .where('key_id', '=', old.keyId)
    .execute();
  await transaction
    .insertInto('gateway_keys')
    .values({
      key_id: rotation.newKeyId,
      gateway_id: rotation.gatewayId,
      public_key: rotation.newKey,
      enrolled_at_ms: nowMs,
      revoked_at_ms: null,
      chain_id: old.chainId,
      previous_key_id: old.keyId,
      retired_at_sequence: null,
    })
    .execute();
}

async function findDoubt(
  transaction: CloudTransaction,
  signed: SignedChainEntry,
  key: DeviceKey,
): Promise<string | null> {
  const { entry } = signed;
  if (!maySeal(key, entry.sequence)) return `key ${key.keyId} may not seal any more`;
  if (key.gatewayId !== entry.gatewayId) return `key ${key.keyId} belongs to ${key.gatewayId}`;
  if ((entry.sequence === 1) !== (entry.previousDigest === null))
    return 'entry.previousDigest is null at sequence 1, and nowhere else';
  const fault = findEntryFault(signed, key.publicKey);
  if (fault !== null || entry.schema !== 'lamppost.key-rotation/1') return fault;
  if (key.isRevoked) return `key ${key.keyId} has given way already`;
  return (await findDeviceKey(transaction, entry.newKeyId)) === null ? null : `key ${entry.newKeyId} is in use already`;
}

/**
 * Takes in an entry of a gateway's chain that is no package. The digest is the idempotency key: the same entry again only gives its receipt.
 * A rotation lets the new key take over at once.
 *
 * @param gatewayId the gateway that sent it
 */
export async function takeEntry(
  options: { database: CloudDatabase; clock: Clock; signer: ReceiptSigner },
  gatewayId: string,
  signed: SignedChainEntry,
): Promise<TakenEntry> {
  const { database, clock, signer } = options;
  const { sequence, previousDigest } = signed.entry;
  if (signed.entry.gatewayId !== gatewayId)
    return { status: 'unproven', detail: `entry.gatewayId is ${signed.entry.gatewayId}, sent by ${gatewayId}` };
  const digest = digestOfEntry(signed);
  return await database.transaction().execute<TakenEntry>(async (transaction) => {
    // The same lock as for packages: neighbours in the chain are seen.
    await sql`select pg_advisory_xact_lock(hashtextextended(${`take in ${gatewayId}`}, 0))`.execute(transaction);
    const earlier = await transaction
      .selectFrom('chain_entries')
      .select(['receipt', 'chain_question'])
      .where('digest', '=', digest)
      .executeTakeFirst();
    if (earlier !== undefined)
      return { status: 'known', receipt: earlier.receipt, chainQuestion: earlier.chain_question };
    const key = await findDeviceKey(transaction, signed.signature.keyId);
    if (key === null) return { status: 'unproven', detail: `no gateway has the key ${signed.signature.keyId}` };
    const doubt = await findDoubt(transaction, signed, key);
    if (doubt !== null) return { status: 'unproven', detail: doubt };
    const acceptedAtMs = clock.nowMs();
    const { keyId } = key;
    const chainQuestion = await findChainQuestion(transaction, { keyId, digest, sequence, previousDigest });
    if (signed.entry.schema === 'lamppost.key-rotation/1') await rotate(transaction, signed.entry, key, acceptedAtMs);
    const receipt = signer.sign({
      ...{ schema: 'lamppost.entry-receipt/1' as const, digest, gatewayId, sequence, acceptedAtMs },
    });
    await transaction
      .insertInto('chain_entries')
      .values({
        ...{ digest, gateway_id: gatewayId, key_id: keyId, sequence, previous_digest: previousDigest },
        accepted_at_ms: acceptedAtMs,
        signed: JSON.stringify(signed),
        receipt: JSON.stringify(receipt),
        chain_question: chainQuestion,
      })
      .execute();
    await queueForLog(transaction, digest);
    return { status: 'taken', receipt, chainQuestion };
  });
}

/** Entries of a gateway's chain that are no packages and come after this place, in their order. */
export async function listEntries(
  database: CloudDatabase,
  { gatewayId, after, limit }: { gatewayId: string; after: number; limit: number },
): Promise<SignedChainEntry[]> {
  const rows = await database
    .selectFrom('chain_entries')
    .select('signed')
    .where('gateway_id', '=', gatewayId)
    .where('sequence', '>', after)
    .orderBy('sequence')
    .limit(limit)
    .execute();
  return rows.map(({ signed }) => SignedChainEntry.parse(signed));
}
