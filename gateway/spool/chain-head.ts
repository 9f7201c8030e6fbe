import type { Sha256Hex } from '@lamppost/contracts';
import { z } from 'zod';
import { type SpoolDatabase, prepareOnce } from './spool-database.js';

/** The entry of the gateway's chain that was sealed last, package or other; sequence 0 and no digest before the first. */
export interface ChainHead {
  readonly sequence: number;
  readonly digest: Sha256Hex | null;
}

const HeadRow = z.object({ sequence: z.int(), digest: z.string() });

/** Reads the head of the chain. */
export function readChainHead(database: SpoolDatabase): ChainHead {
  const row = prepareOnce(database, 'SELECT sequence, digest FROM chain_head').get();
  return row === undefined ? { sequence: 0, digest: null } : HeadRow.parse(row);
}

/** Advances the head; to be called in the transaction that keeps the entry. */
export function advanceChainHead(database: SpoolDatabase, sequence: number, digest: Sha256Hex): void {
  prepareOnce(
    database,
    `INSERT INTO chain_head (only, sequence, digest) VALUES (1, ?, ?)
     ON CONFLICT (only) DO UPDATE SET sequence = excluded.sequence, digest = excluded.digest`,
  ).run(sequence, digest);
}
