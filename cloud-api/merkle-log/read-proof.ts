import type { EvidenceProof } from '@lamppost/contracts';
import type { CloudDatabase } from '../database/open-database.js';
import { proveInclusion } from './read-log.js';

async function findReceipt(database: CloudDatabase, digest: string): Promise<EvidenceProof['receipt'] | null> {
  const ofPackage = await database
    .selectFrom('packages')
    .select('receipt')
    .where('digest', '=', digest)
    .executeTakeFirst();
  if (ofPackage !== undefined) return ofPackage.receipt;
  const ofEntry = await database
    .selectFrom('chain_entries')
    .select('receipt')
    .where('digest', '=', digest)
    .executeTakeFirst();
  return ofEntry?.receipt ?? null;
}

/** All that proves when a package or chain entry was here, and that it has not changed since; null when the cloud has none with this digest. */
export async function readProof(database: CloudDatabase, digest: string): Promise<EvidenceProof | null> {
  const receipt = await findReceipt(database, digest);
  if (receipt === null) return null;
  const stamp = await database
    .selectFrom('time_stamps')
    .select('token')
    .where('digest', '=', digest)
    .executeTakeFirst();
  const token = stamp?.token ?? null;
  return {
    schema: 'lamppost.proof/1',
    digest,
    receipt,
    timeStamps: token === null ? [] : [{ token }],
    inclusion: await proveInclusion(database, digest),
  };
}
