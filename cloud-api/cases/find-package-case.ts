import type { Subject } from '../access/permissions.js';
import type { CloudDatabase } from '../database/open-database.js';
import { SEEN_COLUMNS, subjectOf } from './life/take-step.js';

/** The case that a package stands in. */
export interface PackageCase {
  readonly caseId: string;
  /** The case, for the question who may open what is in it. */
  readonly subject: Subject;
}

/** Finds the case that a package stands in; null when there is no such package. */
export async function findPackageCase(database: CloudDatabase, digest: string): Promise<PackageCase | null> {
  const row = await database
    .selectFrom('packages')
    .innerJoin('cases', 'cases.case_id', 'packages.case_id')
    .select(['cases.case_id', ...SEEN_COLUMNS])
    .where('packages.digest', '=', digest)
    .executeTakeFirst();
  return row === undefined ? null : { caseId: row.case_id, subject: subjectOf(row) };
}
