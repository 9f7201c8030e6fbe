import type {
  AlarmKind,
  CaseClock,
  CaseState,
  CloudReminder,
  CloudReminderState,
  Judgement,
  Matter,
  SignedReceipt,
} from '@lamppost/contracts';
import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { Routing } from '../jurisdiction/route.js';
import type { AccessTables } from './access-tables.js';
import type { DeskTables } from './desk-tables.js';
import type { DeviceTables } from './device-tables.js';
import type { InspectionTables } from './inspection-tables.js';
import type { JointTables } from './joint-tables.js';
import type { PaperTables } from './paper-tables.js';
import type { ProofTables } from './proof-tables.js';
import type { RolloutTables } from './rollout-tables.js';
import type { WebhookTables } from './webhook-tables.js';

/** One-time codes of gateways: only their hashes. */
export interface EnrolmentCodesTable {
  gateway_id: string;
  code_hash: string;
  used_by_key_id: string | null;
  used_at_ms: number | null;
  /** Null for codes of the enrolment file, which hold for as long as they stand there. */
  made_at_ms: number | null;
  expires_at_ms: number | null;
}

/** Public keys of gateways; a gateway has one that is not revoked. */
export interface GatewayKeysTable {
  key_id: string;
  gateway_id: string;
  public_key: string;
  enrolled_at_ms: number;
  revoked_at_ms: number | null;
  /** Why an administrator revoked it; null where it gave way to another. */
  revoked_reason: string | null;
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
  /** Bureaus that accepted to support the one that has it. */
  supporter_ids: Generated<string[]>;
  /** Bureaus that may read it and no more: asked to support it, or on a visit to it. */
  reader_ids: Generated<string[]>;
  /** The area that its place lies in; null where that is not known. */
  area_id: string | null;
  /** Where it is, in degrees; null where no violation of it is known. */
  lng: number | null;
  lat: number | null;
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

/** All tables. */
export interface CloudTables
  extends
    AccessTables,
    DeskTables,
    DeviceTables,
    InspectionTables,
    JointTables,
    PaperTables,
    ProofTables,
    RolloutTables,
    WebhookTables {
  enrolment_codes: EnrolmentCodesTable;
  gateway_keys: GatewayKeysTable;
  cases: CasesTable;
  packages: PackagesTable;
  package_files: PackageFilesTable;
  refusals: RefusalsTable;
  case_numbers: CaseNumbersTable;
  reminders: RemindersTable;
}
