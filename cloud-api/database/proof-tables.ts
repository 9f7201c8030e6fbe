import type { SignedChainEntry, SignedEntryReceipt, SignedTreeHead } from '@lamppost/contracts';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** Entries of the gateways' chains that are no packages. */
export interface ChainEntriesTable {
  digest: string;
  gateway_id: string;
  key_id: string;
  sequence: number;
  previous_digest: string | null;
  accepted_at_ms: number;
  signed: JSONColumnType<SignedChainEntry>;
  receipt: JSONColumnType<SignedEntryReceipt>;
  chain_question: string | null;
}

/** Digests that are to be put into the Merkle log, in their order. */
export interface LogQueueTable {
  queue_number: Generated<number>;
  digest: string;
}

/** Leaves of the Merkle log. */
export interface LogLeavesTable {
  leaf_index: number;
  digest: string;
}

/** Hashes of the full subtrees of the Merkle log: that over the leaves from `node_index * 2^level` on, `2^level` of them. */
export interface LogNodesTable {
  level: number;
  node_index: number;
  hash: string;
}

/** Signed heads of the Merkle log. */
export interface LogHeadsTable {
  tree_size: number;
  head: JSONColumnType<SignedTreeHead>;
}

/** Time stamps over digests, and how far those have come that are not there yet. */
export interface TimeStampsTable {
  digest: string;
  /** Base64 of the TimeStampToken; null while there is none. */
  token: string | null;
  attempts: ColumnType<number, number | undefined, number>;
  /** Null once it is there. */
  next_attempt_at_ms: number | null;
  last_failure: string | null;
}

/** Public keys that receipts were ever signed with. */
export interface ReceiptKeysTable {
  key_id: string;
  public_key: string;
  since_ms: number;
}

/** The tables of proofs. */
export interface ProofTables {
  chain_entries: ChainEntriesTable;
  log_queue: LogQueueTable;
  log_leaves: LogLeavesTable;
  log_nodes: LogNodesTable;
  log_heads: LogHeadsTable;
  time_stamps: TimeStampsTable;
  receipt_keys: ReceiptKeysTable;
}
