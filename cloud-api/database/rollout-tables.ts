import type { AssignmentOutcome, DocumentKind } from '@lamppost/contracts';
import type { Generated } from 'kysely';
import type { RolloutState, RolloutStepName } from '../rollout/rollout.js';

/** Documents by name; each has versions. */
export interface DocumentLinesTable {
  line_number: Generated<number>;
  kind: DocumentKind;
  name: string;
  /** Whose it is; null: the town's. */
  bureau_id: string | null;
  /** The newest. */
  version: number;
}

/** Versions of documents, which never change. */
export interface DocumentsTable {
  document_number: Generated<number>;
  line_number: number;
  version: number;
  /** Of the content. */
  sha256: string;
  size_bytes: number;
  /** UTF-8, byte for byte as it was sent. */
  content: Buffer;
  note: string;
  account_id: string;
  display_name: string;
  created_at_ms: number;
}

/** Groups of gateways that get the same document of a kind. */
export interface GatewayGroupsTable {
  group_number: Generated<number>;
  group_id: string;
  name: string;
  kind: DocumentKind;
  bureau_id: string | null;
  version: number;
  /** What the group goes by when no roll-out is under way; null: the files on the boxes. */
  document_number: number | null;
  created_at_ms: number;
}

/** Which gateways are in which group: of each kind one at most. */
export interface GatewayGroupMembersTable {
  gateway_id: string;
  kind: DocumentKind;
  group_number: number;
}

/** One version of a document on its way to a group. */
export interface RolloutsTable {
  rollout_id: Generated<number>;
  group_number: number;
  document_number: number;
  /** What the group went by before; null: the files on the boxes. */
  previous_document_number: number | null;
  state: RolloutState;
  version: number;
  /** Percentages, growing; the last is 100. */
  steps: number[];
  /** Place in {@link RolloutsTable.steps}. */
  step: number;
  /** Since when it stands at its step. */
  step_at_ms: number;
  /** Null: only people advance it. */
  soak_minutes: number | null;
  halt_above_percent: number;
  silent_minutes: number;
  /** Gateways that failed before somebody let it go on all the same. */
  tolerated: number;
  /** Why it halted. */
  reason: string | null;
  started_at_ms: number;
}

/** What was done with a roll-out. */
export interface RolloutStepsTable {
  rollout_id: number;
  version: number;
  step: RolloutStepName;
  percent: number;
  at_ms: number;
  /** Null: the cloud did it by itself. */
  account_id: string | null;
  display_name: string | null;
  note: string | null;
}

/** What each gateway is to go by, and what it made of it. */
export interface GatewayAssignmentsTable {
  gateway_id: string;
  kind: DocumentKind;
  /** Null: the file on the box. */
  document_number: number | null;
  serial: number;
  issued_at_ms: number;
  /** When it last asked, for this assignment or an earlier one; null: never. */
  asked_at_ms: number | null;
  /** Whether it has asked since the assignment was issued. */
  is_fetched: Generated<boolean>;
  /** Null while nothing is known. */
  outcome: AssignmentOutcome['result'] | null;
  problem: string | null;
  problems: Generated<number>;
  outcome_at_ms: number | null;
}

/** The tables of documents and their roll-out. */
export interface RolloutTables {
  document_lines: DocumentLinesTable;
  documents: DocumentsTable;
  gateway_groups: GatewayGroupsTable;
  gateway_group_members: GatewayGroupMembersTable;
  rollouts: RolloutsTable;
  rollout_steps: RolloutStepsTable;
  gateway_assignments: GatewayAssignmentsTable;
}
