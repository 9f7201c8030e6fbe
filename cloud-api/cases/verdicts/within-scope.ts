import { sql } from 'kysely';
import type { CaseScope } from '../list-cases.js';

/** Violations whose case, or the one that it was merged into, is within bureau and areas. */
export function withinScope({ bureauId, areaIds }: CaseScope) {
  if (bureauId === null && areaIds === null) return sql<boolean>`true`;
  return sql<boolean>`exists (select 1 from cases c join cases own on own.case_id = coalesce(c.merged_into, c.case_id)
    where c.case_id = case_violations.case_id
    and (${bureauId}::text is null or own.bureau_id = ${bureauId})
    and (${areaIds === null}::boolean or own.area_id = any(${[...(areaIds ?? [])]}::text[])))`;
}
