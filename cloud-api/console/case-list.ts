import type { CaseSummary } from '@lamppost/contracts';

/** The cases that are loaded, newest first. */
export interface LoadedCases {
  readonly cases: readonly CaseSummary[];
  /** Where the next older page begins; null when all are loaded. */
  readonly nextCursor: string | null;
}

/** Puts a newly read first page before the older ones that were loaded already. */
export function mergeNewest(loaded: LoadedCases | null, page: LoadedCases): LoadedCases {
  if (loaded === null) return page;
  const newest = new Set(page.cases.map((found) => found.caseId));
  const older = loaded.cases.filter((found) => !newest.has(found.caseId));
  // With no overlap there may be a gap between the two: begin anew with the page.
  if (older.length === loaded.cases.length) return page;
  return { cases: [...page.cases, ...older], nextCursor: older.length === 0 ? page.nextCursor : loaded.nextCursor };
}

/** Puts an older page behind what is loaded. */
export function appendOlder(loaded: LoadedCases, page: LoadedCases): LoadedCases {
  const known = new Set(loaded.cases.map((found) => found.caseId));
  return {
    cases: [...loaded.cases, ...page.cases.filter((found) => !known.has(found.caseId))],
    nextCursor: page.nextCursor,
  };
}
