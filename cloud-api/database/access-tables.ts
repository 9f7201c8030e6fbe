import type { ColumnType, Generated, JSONColumnType } from 'kysely';
import type { PersonRole } from '../access/roles.js';
import type { AreaGeometry } from '../jurisdiction/area.js';

/** Accounts of people. */
export interface AccountsTable {
  account_number: Generated<number>;
  account_id: string;
  /** In lower case; null for an account of an identity provider. */
  login_name: string | null;
  display_name: string;
  /** Argon2id, in PHC form; null for an account of an identity provider. */
  password_hash: string | null;
  /** When a one-time password ends; null for one that its owner chose. */
  password_expires_at_ms: number | null;
  must_change_password: ColumnType<boolean, boolean | undefined, boolean>;
  issuer: string | null;
  subject: string | null;
  roles: PersonRole[];
  bureau_id: string | null;
  area_ids: string[] | null;
  disabled_at_ms: number | null;
  created_at_ms: number;
  signed_in_at_ms: number | null;
}

/** Sessions of people who signed in: the hash of each one's ID. */
export interface SessionsTable {
  id_hash: string;
  expires_at_ms: number;
  /** Null for whoever signed in with the access code. */
  account_id: string | null;
  /** `page`: a cookie; `token`: a short-lived bearer token. */
  kind: ColumnType<'page' | 'token', 'page' | 'token' | undefined, never>;
  /** When it ends unless it is used; null: only at its end. */
  idle_expires_at_ms: number | null;
}

/** Hashes of codes that the first administrator is made with. */
export interface SetupCodesTable {
  code_hash: string;
  created_at_ms: number;
}

/** Attempts of each source within a stretch of time; those that succeeded are taken out again. */
export interface FailedAttemptsTable {
  source: string;
  window_ends_at_ms: number;
  failures: number;
}

/** Secrets that all replicas know. */
export interface SharedSecretsTable {
  name: string;
  secret: string;
}

/** The audit log, with the columns that it is looked through by. */
export interface AuditLogTable {
  audit_number: number;
  at_ms: number;
  account_id: string | null;
  bureau_id: string | null;
  action: string;
  subject_kind: string | null;
  subject_id: string | null;
  /** Canonical JSON, byte for byte what was hashed. */
  entry: string;
  hash: string;
}

/** Bureaus that cases go to. */
export interface BureausTable {
  bureau_id: string;
  name_zh: string;
  name_en: string | null;
}

/** Areas, with the box around each. */
export interface AreasTable {
  area_id: string;
  name: string;
  geometry: JSONColumnType<AreaGeometry>;
  min_lng: number;
  min_lat: number;
  max_lng: number;
  max_lat: number;
}

/** Unit grids with their outlines. */
export interface GridsTable {
  grid: string;
  name: string;
  geometry: JSONColumnType<AreaGeometry>;
  min_lng: number;
  min_lat: number;
  max_lng: number;
  max_lat: number;
}

/** Power lists: which bureau has the power over a matter in an area. */
export interface PowersTable {
  power_number: Generated<number>;
  area_id: string;
  matter_code: string;
  bureau_id: string;
  /** Days in Beijing, `YYYY-MM-DD`, both included. */
  valid_from: string;
  valid_to: string | null;
  legal_basis: string;
}

/** What bureaus say of a case that several claim. */
export interface CoordinationPositionsTable {
  case_id: string;
  bureau_id: string;
  claim: 'ours' | 'not-ours';
  words: string;
  account_id: string;
  display_name: string;
  at_ms: number;
}

/** Which bureau was given a case that several or none had the power over. */
export interface CoordinationDecisionsTable {
  case_id: string;
  bureau_id: string;
  words: string;
  account_id: string;
  display_name: string;
  at_ms: number;
}

/** Tables of who may do what where, and who did. */
export interface AccessTables {
  accounts: AccountsTable;
  sessions: SessionsTable;
  setup_codes: SetupCodesTable;
  failed_attempts: FailedAttemptsTable;
  shared_secrets: SharedSecretsTable;
  audit_log: AuditLogTable;
  bureaus: BureausTable;
  areas: AreasTable;
  grids: GridsTable;
  powers: PowersTable;
  coordination_positions: CoordinationPositionsTable;
  coordination_decisions: CoordinationDecisionsTable;
}
