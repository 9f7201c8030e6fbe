import { EvidenceManifest } from '@lamppost/contracts';
import type { CaseRow } from '../cases/life/apply-step.js';
import { readDeskSettings } from '../cases/settings/settings-store.js';
import type { CloudDatabase } from '../database/open-database.js';
import { readStandings } from '../devices/read-standings.js';
import { ProblemError } from '../errors/problem-error.js';
import { findUnmetConditions, type JudgedPackage } from './unmet-conditions.js';

async function readManifests(database: CloudDatabase, caseId: string) {
  const rows = await database
    .selectFrom('packages')
    .innerJoin('cases', 'cases.case_id', 'packages.case_id')
    .select(['packages.digest', 'packages.manifest'])
    .where((or) => or.or([or('cases.case_id', '=', caseId), or('cases.merged_into', '=', caseId)]))
    .orderBy('packages.accepted_at_ms')
    .orderBy('packages.digest')
    .execute();
  return rows.map(({ digest, manifest }) => ({ digest, manifest: EvidenceManifest.parse(JSON.parse(manifest)) }));
}

/**
 * The packages of a case that may go out, with what each is judged by: the register at the time of its capture, or the package itself where its
 * device is not in it.
 *
 * @throws ProblemError `export.conditions-unmet` naming each condition of art. 41
 */
export async function requireExportable(database: CloudDatabase, row: CaseRow): Promise<readonly JudgedPackage[]> {
  const packages = await readManifests(database, row.case_id);
  const { settings } = await readDeskSettings(database);
  const standingOf = await readStandings(
    database,
    packages.map(({ manifest }) => manifest),
    settings.devices.required,
  );
  const judged = packages.map((one) => ({ ...one, registered: standingOf(one.manifest) }));
  const unmet = findUnmetConditions(row.state, judged);
  if (unmet.length === 0) return judged;
  const list = unmet.map(({ condition, where }) => `${condition} (${where})`).join('; ');
  throw new ProblemError('export.conditions-unmet', `${row.case_id} does not meet: ${list}`);
}
