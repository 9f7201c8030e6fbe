import type {
  AlarmKind,
  Box,
  CaseClock,
  CaseState,
  CaseStepName,
  DispatchState,
  DispatchStep,
  Matter,
  SiteFinding,
  ViolationVerdict,
} from '@lamppost/contracts';
import type { Generated, JSONColumnType } from 'kysely';

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
  /** What it ended, and by when that was due; null where it ended nothing, or was taken before this was written down. */
  ended_clock: CaseClock | null;
  ended_due_at_ms: number | null;
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
  /** Of both moments: as the gateway's clock said, mended by what a time server last said of it. */
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
  /** The support that is waited for; 0: the case itself. */
  support_id: Generated<number>;
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
  /** The visit for several cases that it is part of; null: it is for its case alone. */
  inspection_id: number | null;
  /** The bureau whose patrol it is, where that is not the case's own. */
  visitor_bureau_id: string | null;
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

/** The tables of the desk. */
export interface DeskTables {
  case_steps: CaseStepsTable;
  case_violations: CaseViolationsTable;
  case_alarms: CaseAlarmsTable;
  desk_settings: DeskSettingsTable;
  patrols: PatrolsTable;
  dispatches: DispatchesTable;
  dispatch_steps: DispatchStepsTable;
  dispatch_photos: DispatchPhotosTable;
}
