import type { CloudDatabase } from '../database/open-database.js';
import { Paper, type PaperEntry } from './paper.js';

/** Drafts that a list tells, at most; the latest. */
const MOST_LISTED = 200;

/** The drafts of a case, first to last. */
export async function listPapers(database: CloudDatabase, caseId: string): Promise<PaperEntry[]> {
  const rows = await database
    .selectFrom('case_papers')
    .select(['version', 'kind', 'at_ms', 'account_id', 'display_name'])
    .where('case_id', '=', caseId)
    .orderBy('version', 'desc')
    .limit(MOST_LISTED)
    .execute();
  return rows.reverse().map((row) => ({
    version: row.version,
    kind: row.kind,
    atMs: row.at_ms,
    accountId: row.account_id,
    displayName: row.display_name,
  }));
}

/** One draft of a case, with the plate in it; null when there is none of this version. */
export async function readPaper(database: CloudDatabase, caseId: string, version: number): Promise<Paper | null> {
  const row = await database
    .selectFrom('case_papers')
    .select('paper')
    .where('case_id', '=', caseId)
    .where('version', '=', version)
    .executeTakeFirst();
  return row === undefined ? null : Paper.parse(row.paper);
}
