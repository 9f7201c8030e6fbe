import type {
  AlarmKind,
  Box,
  CaseClock,
  CaseState,
  CaseStepName,
  CloudReminder,
  CloudReminderState,
  DispatchState,
  DispatchStep,
  Judgement,
  Matter,
  SignedChainEntry,
  SignedEntryReceipt,
  SignedReceipt,
  SignedTreeHead,
  SiteFinding,
  ViolationVerdict,
} from '@lamppost/contracts';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Routing } from '../jurisdiction/route.js';
import type { AccessTables } from './access-tables.js';

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
  state: Generated<CaseState>;
  /** 1 when it is opened; each step adds 1. */
  version: Generated<number>;
  /** The bureau that has it; null while none has. */
  bureau_id: string | null;
  /** The bureau that passed it on last; null where none did. */
  from_bureau_id: string | null;
  /** The area that its place lies in; null where that is not known. */
  area_id: string | null;
  /** The case that it was merged into, which itself is merged into none. */
  merged_into: string | null;
  /** Null for cases from before severity was judged. */
  judgement: JSONColumnType<Judgement> | null;
  /** What its state waits for, since when and until when; null where nothing is waited for. */
  clock: CaseClock | null;
  clock_started_at_ms: number | null;
  due_at_ms: number | null;
  next_alarm: AlarmKind | null;
  next_alarm_at_ms: number | null;
  /** The case of the same subject before it. */
  previous_case_id: string | null;
  /** Whether it would have joined that case, had that not been closed. */
  continues_previous: Generated<boolean>;
  /** Earlier cases of the same subject that a person confirmed, counted when it was opened. */
  repeat_count: Generated<number>;
  /** How it was routed when it was opened, with the explanation; null for cases from before there were power lists. */
  routing_status: Routing['status'] | null;
  routing: JSONColumnType<Routing> | null;
}

/** Each step in the life of a case, under the version that the case had after it. */
export interface CaseStepsTable {
  case_id: string;
  version: number;
  step: CaseStepName;
  from_state: CaseState;
  to_state: CaseState;
  at_ms: number;
  /** Null: the program itself. */
  account_id: string | null;
  display_name: string;
  reason: string | null;
  note: string | null;
  bureau_id: string | null;
  other_case_id: string | null;
  request_id: string | null;
  /** Address that the request came from. */
  client: string | null;
}

/** Violations of the cases, with what tells that two are of one offence, and what became of each. */
export interface CaseViolationsTable {
  gateway_id: string;
  violation_id: string;
  case_id: string;
  matter: Matter;
  rule_id: string;
  rules_sha256: string;
  rules_version: string | null;
  source_id: string;
  zone_id: string | null;
  lng: number;
  lat: number;
  plate: string | null;
  box: JSONColumnType<Box> | null;
  /** What the record of the device leaves open: names of legal conditions, `clock`, `chain`. */
  doubts: JSONColumnType<string[]>;
  severity: number;
  started_at_ms: number;
  triggered_at_ms: number;
  /** Null while nobody has decided. */
  verdict: ViolationVerdict | null;
  reason: string | null;
}

/** Reminders of deadlines that were given, each once. */
export interface CaseAlarmsTable {
  alarm_number: Generated<number>;
  case_id: string;
  clock: CaseClock;
  clock_started_at_ms: number;
  kind: AlarmKind;
  due_at_ms: number;
  fired_at_ms: number;
  bureau_id: string | null;
}

/** Patrols, and the grids that they go through. */
export interface PatrolsTable {
  patrol_id: string;
  name: string;
  bureau_id: string | null;
  grids: string[];
}

/** Patrols that were sent to look at cases. */
export interface DispatchesTable {
  dispatch_id: Generated<number>;
  case_id: string;
  patrol_id: string;
  grid: string | null;
  /** The bureau that had the case then. */
  bureau_id: string | null;
  state: DispatchState;
  version: number;
  sent_at_ms: number;
  due_at_ms: number | null;
  finding: SiteFinding | null;
}

/** Each step with a dispatch, under the version that it had after it. */
export interface DispatchStepsTable {
  dispatch_id: number;
  version: number;
  step: DispatchStep['step'];
  at_ms: number;
  account_id: string;
  display_name: string;
  note: string | null;
  finding: SiteFinding | null;
  photos: string[];
  request_id: string;
  client: string;
}

/** Photos that patrols took; their bytes lie in the evidence store under `sha256`. */
export interface DispatchPhotosTable {
  dispatch_id: number;
  sha256: string;
  size_bytes: number;
  received_at_ms: number;
  account_id: string;
}

/** How the desk works, where an administrator changed it: at most one row. */
export interface DeskSettingsTable {
  is_current: boolean;
  version: number;
  settings: JSONColumnType<object>;
  changed_at_ms: number;
  changed_by: string;
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
export interface CloudTables extends AccessTables {
  enrolment_codes: EnrolmentCodesTable;
  gateway_keys: GatewayKeysTable;
  cases: CasesTable;
  packages: PackagesTable;
  package_files: PackageFilesTable;
  refusals: RefusalsTable;
  case_numbers: CaseNumbersTable;
  reminders: RemindersTable;
  case_steps: CaseStepsTable;
  case_violations: CaseViolationsTable;
  case_alarms: CaseAlarmsTable;
  desk_settings: DeskSettingsTable;
  patrols: PatrolsTable;
  dispatches: DispatchesTable;
  dispatch_steps: DispatchStepsTable;
  dispatch_photos: DispatchPhotosTable;
  chain_entries: ChainEntriesTable;
  log_queue: LogQueueTable;
  log_leaves: LogLeavesTable;
  log_nodes: LogNodesTable;
  log_heads: LogHeadsTable;
  time_stamps: TimeStampsTable;
}
