import type { AlarmKind, CaseClock } from '@lamppost/contracts';
import type { Generated, JSONColumnType } from 'kysely';
import type { OpinionKind, SupportState } from '../joint/support.js';

/** What was done with cases beside the steps of their lives. */
export interface CaseActsTable {
  act_number: Generated<number>;
  case_id: string;
  act: string;
  at_ms: number;
  /** Null: the program itself. */
  account_id: string | null;
  display_name: string;
  bureau_id: string | null;
  note: string | null;
  what: JSONColumnType<Record<string, unknown>>;
  request_id: string | null;
  client: string | null;
}

/** Bureaus that were asked to support the one that has a case. */
export interface CaseSupportsTable {
  support_id: Generated<number>;
  case_id: string;
  bureau_id: string;
  lead_bureau_id: string;
  state: SupportState;
  version: number;
  question: string;
  /** Why it was refused or withdrawn, or how it ended. */
  answer: string | null;
  invited_at_ms: number;
  ended_at_ms: number | null;
  clock: CaseClock | null;
  clock_started_at_ms: number | null;
  due_at_ms: number | null;
  next_alarm: AlarmKind | null;
  next_alarm_at_ms: number | null;
}

/** What supporting bureaus found, or think. */
export interface SupportOpinionsTable {
  opinion_number: Generated<number>;
  support_id: number;
  kind: OpinionKind;
  words: string;
  at_ms: number;
  account_id: string;
  display_name: string;
}

/** The tables of joint handling. */
export interface JointTables {
  case_acts: CaseActsTable;
  case_supports: CaseSupportsTable;
  support_opinions: SupportOpinionsTable;
}
