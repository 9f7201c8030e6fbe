import { sql, type RawBuilder } from 'kysely';
import { z } from 'zod';
import { UNDER_WAY } from '../dispatch/dispatch-steps.js';
import type { CloudDatabase } from '../database/open-database.js';
import { waitsFor, type CaseScope } from './list-cases.js';

/** Nobody reads more than "more than 99". */
const MOST = 100;
const count = z.int().min(0).max(MOST);

/** How much waits for somebody, by board; 100 stands for as many or more. */
export const Waiting = z.object({
  /** Cases to be reviewed, or taken over. */
  inbox: count,
  /** Cases that no bureau has. */
  coordination: count,
  /** Requests for support without an answer. */
  joint: count,
  /** Visits that are proposed. */
  visits: count,
  /** Patrols that have reported, or are late. */
  dispatch: count,
});
export type Waiting = z.infer<typeof Waiting>;

/** Counts what waits within somebody's bureau and areas. */
export async function countWaiting(database: CloudDatabase, scope: CaseScope, nowMs: number): Promise<Waiting> {
  const { bureauId, areaIds } = scope;
  const isOfArea = (area: RawBuilder<unknown>) =>
    sql<boolean>`(${areaIds === null} or ${area} = any(${[...(areaIds ?? [])]}::text[]))`;
  const isOfBureau = (bureau: RawBuilder<unknown>) =>
    sql<boolean>`(${bureauId}::text is null or ${bureau} = ${bureauId})`;
  const ofCase = (caseId: RawBuilder<unknown>) => sql<boolean>`(${areaIds === null} or exists (
    select 1 from cases where cases.case_id = ${caseId} and ${isOfArea(sql`cases.area_id`)}))`;
  const upTo = (rows: RawBuilder<unknown>) =>
    sql<number>`(select count(*)::int from (${rows} limit ${sql.lit(MOST)}) q)`;
  const underWay = sql.join(UNDER_WAY.map((state) => sql.lit(state)));
  const { rows } = await sql<Waiting>`select
    ${upTo(sql`select 1 from cases where ${waitsFor(scope)} and ${isOfBureau(sql`bureau_id`)} and ${isOfArea(sql`area_id`)}`)} as inbox,
    ${upTo(sql`select 1 from cases where bureau_id is null and routing_status in ('overlap', 'none') and ${isOfArea(sql`area_id`)}
      and (${bureauId}::text is null or routing -> 'bureauIds' @> jsonb_build_array(${bureauId}::text))`)} as coordination,
    ${upTo(sql`select 1 from case_supports where state = 'invited' and ${isOfBureau(sql`bureau_id`)} and ${ofCase(sql`case_id`)}`)} as joint,
    ${upTo(sql`select 1 from inspections where state = 'proposed' and exists (select 1 from cases
      where cases.case_id = any(inspections.case_ids) and ${isOfBureau(sql`cases.bureau_id`)} and ${isOfArea(sql`cases.area_id`)})`)} as visits,
    ${upTo(sql`select 1 from dispatches where state in (${underWay}) and (state = 'reported' or due_at_ms < ${nowMs})
      and ${isOfBureau(sql`bureau_id`)} and ${ofCase(sql`case_id`)}`)} as dispatch`.execute(database);
  const [waiting] = rows;
  if (waiting === undefined) throw new Error('a question without a table gave no row');
  return waiting;
}
