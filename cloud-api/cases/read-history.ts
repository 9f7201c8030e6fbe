import type { EarlierCase } from '@lamppost/contracts';
import type { Actor } from '../access/actor.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { CaseRow } from './life/apply-step.js';
import { maySee, SEEN_COLUMNS } from './life/take-step.js';

/** Earlier cases of one subject that are shown, at most. */
const MOST_SHOWN = 20;

/** The earlier cases of the same subject that the actor may see, latest first. */
export async function readHistory(
  database: CloudDatabase,
  actor: Actor,
  row: Pick<CaseRow, 'previous_case_id' | 'continues_previous'>,
): Promise<EarlierCase[]> {
  const history: EarlierCase[] = [];
  let later = row;
  for (let shown = 0; shown < MOST_SHOWN && later.previous_case_id !== null; shown += 1) {
    const earlier = await database
      .selectFrom('cases')
      .select(['case_id', 'state', 'started_at_ms', 'previous_case_id', 'continues_previous'])
      .select(SEEN_COLUMNS)
      .where('case_id', '=', later.previous_case_id)
      .executeTakeFirst();
    if (earlier === undefined) break;
    const { case_id: caseId, state, started_at_ms: startedAtMs } = earlier;
    if (maySee(actor, earlier)) history.push({ caseId, state, startedAtMs, isContinued: later.continues_previous });
    later = earlier;
  }
  return history;
}
