import type { JSONColumnType } from 'kysely';
import type { Paper, PaperKind } from '../papers/paper.js';

/** Drafts of reminders and case files, each under its version. */
export interface CasePapersTable {
  case_id: string;
  version: number;
  kind: PaperKind;
  paper: JSONColumnType<Paper>;
  at_ms: number;
  account_id: string;
  display_name: string;
}

/** The table of drafts. */
export interface PaperTables {
  case_papers: CasePapersTable;
}
