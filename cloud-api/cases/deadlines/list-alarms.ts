import type { AlarmKind, CaseAlarmPage } from '@lamppost/contracts';
import type { CloudDatabase } from '../../database/open-database.js';
import { cutPage } from '../cursor.js';
import type { CaseScope } from '../list-cases.js';

/** A page of alarms, newest first: those below `before`, at most `limit`. */
export async function listAlarms(
  database: CloudDatabase,
  page: { limit: number; before: number | null; kind: AlarmKind | undefined; scope: CaseScope },
): Promise<CaseAlarmPage> {
  const { limit, before, kind, scope } = page;
  let query = database.selectFrom('case_alarms').selectAll();
  if (kind !== undefined) query = query.where('kind', '=', kind);
  if (before !== null) query = query.where('alarm_number', '<', before);
  if (scope.bureauId !== null) query = query.where('bureau_id', '=', scope.bureauId);
  const { areaIds } = scope;
  if (areaIds !== null)
    query = query.where('case_id', 'in', (cases) =>
      cases
        .selectFrom('cases')
        .select('case_id')
        .where('area_id', 'in', areaIds.length === 0 ? [''] : areaIds),
    );
  const rows = await query
    .orderBy('alarm_number', 'desc')
    .limit(limit + 1)
    .execute();
  const { shown, nextCursor } = cutPage(rows, limit, (row) => row.alarm_number);
  return {
    alarms: shown.map((row) => ({
      alarmNumber: row.alarm_number,
      caseId: row.case_id,
      clock: row.clock,
      kind: row.kind,
      dueAtMs: row.due_at_ms,
      firedAtMs: row.fired_at_ms,
      bureauId: row.bureau_id,
      supportId: row.support_id === 0 ? null : row.support_id,
    })),
    nextCursor,
  };
}
