import type { Generated } from 'kysely';
import type { Consent, InspectionKind, InspectionState } from '../inspections/inspection.js';

/** Visits for several cases at once, proposed or planned. */
export interface InspectionsTable {
  inspection_id: Generated<number>;
  kind: InspectionKind;
  state: InspectionState;
  version: number;
  /** In their order. */
  case_ids: string[];
  zh: string;
  en: string;
  proposed_at_ms: number;
  patrol_id: string | null;
  /** When the visit is to be. */
  at_ms: number | null;
  /** Why it was declined or called off. */
  reason: string | null;
}

/** The cases of a visit. */
export interface InspectionCasesTable {
  inspection_id: number;
  case_id: string;
  consent: Consent;
  reason: string | null;
  /** The dispatch by which its result comes back; null while its bureau has not joined. */
  dispatch_id: number | null;
}

/** The tables of visits. */
export interface InspectionTables {
  inspections: InspectionsTable;
  inspection_cases: InspectionCasesTable;
}
