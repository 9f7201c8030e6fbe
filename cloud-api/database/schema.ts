import type {
  CloudReminder,
  CloudReminderState,
  Matter,
  SignedChainEntry,
  SignedEntryReceipt,
  SignedReceipt,
  SignedTreeHead,
} from '@lamppost/contracts';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** One-time codes of gateways: only their hashes. */
export interface EnrolmentCodesTable {
  gateway_id: string;
  code_hash: string;
  used_by_key_id: string | null;
  used_at_ms: number | null;
}

/** Public keys of gateways; a gateway has one that is not revoked. */
export interface GatewayKeysTable {
  key_id: string;
  gateway_id: string;
  public_key: string;
  enrolled_at_ms: number;
  revoked_at_ms: number | null;
  /** The key that the chain of this one began with; its own ID where it was enrolled with a code. */
  chain_id: string;
  /** The key that it took over from; null where it was enrolled with a code. */
  previous_key_id: string | null;
  /** Place in the chain at which it gave way to the next key; null where it did not. */
  retired_at_sequence: number | null;
}

/** Candidate cases, with the columns that a list shows. */
export interface CasesTable {
  case_number: Generated<number>;
  case_id: string;
  gateway_id: string;
  violation_id: string;
  matter: Matter;
  matter_code: string;
  source_id: string;
  place_name: string;
  severity: number;
  started_at_ms: number;
  triggered_at_ms: number;
  opened_at_ms: number;
  /** The package that opened it. */
  digest: string;
  /** File name of its picture; null when it has none. */
  picture_name: string | null;
}

/** Verified packages. Their manifests are kept byte for byte, so that the signature can be checked again. */
export interface PackagesTable {
  digest: string;
  case_id: string;
  gateway_id: string;
  key_id: string;
  sequence: number;
  previous_digest: string | null;
  accepted_at_ms: number;
  manifest: string;
  signature: string;
  receipt: JSONColumnType<SignedReceipt>;
  chain_question: string | null;
  resent_count: ColumnType<number, number | undefined, number>;
}

/** Files of verified packages; their bytes lie in the evidence store under `sha256`. */
export interface PackageFilesTable {
  digest: string;
  name: string;
  sha256: string;
  media_type: string;
  size_bytes: number;
}

/** Packages that were refused; the latest reason for each that a gateway announced. */
export interface RefusalsTable {
  gateway_id: string;
  digest: string;
  code: string;
  detail: string;
  quarantine_id: string;
  refused_at_ms: number;
  refused_count: ColumnType<number, number | undefined, number>;
}

/** Last number that was given to a case on each day. */
export interface CaseNumbersTable {
  day: string;
  last_number: number;
}

/** Reminders of gateways, and how far they have come on their way to the webhook. */
export interface RemindersTable {
  reminder_number: Generated<number>;
  gateway_id: string;
  reminder_id: string;
  reminder: JSONColumnType<CloudReminder>;
  accepted_at_ms: number;
  state: CloudReminderState;
  attempts: ColumnType<number, number | undefined, number>;
  /** Null once it is settled. */
  next_attempt_at_ms: number | null;
  last_failure: string | null;
  sent_at_ms: number | null;
}

/** Sessions of people who signed in: the hash of each one's ID. */
export interface SessionsTable {
  id_hash: string;
  expires_at_ms: number;
}

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

/** All tables. */
export interface CloudTables {
  enrolment_codes: EnrolmentCodesTable;
  gateway_keys: GatewayKeysTable;
  cases: CasesTable;
  packages: PackagesTable;
  package_files: PackageFilesTable;
  refusals: RefusalsTable;
  case_numbers: CaseNumbersTable;
  sessions: SessionsTable;
  reminders: RemindersTable;
  chain_entries: ChainEntriesTable;
  log_queue: LogQueueTable;
  log_leaves: LogLeavesTable;
  log_nodes: LogNodesTable;
  log_heads: LogHeadsTable;
  time_stamps: TimeStampsTable;
}
