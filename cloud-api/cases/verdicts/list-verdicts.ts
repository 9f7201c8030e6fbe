import { z } from 'zod';
import type { CloudDatabase } from '../../database/open-database.js';
import type { CaseScope } from '../list-cases.js';
import { withinScope } from './within-scope.js';

/** What a person made of a violation, in the form that `npm run backtest -- --labels` reads. */
export const LabelledViolation = z.strictObject({
  violationId: z.string().regex(/^[0-9a-f]{32}$/),
  verdict: z.enum(['confirmed', 'rejected']),
  /** Code of the rejection. */
  reason: z.string().optional(),
});
export type LabelledViolation = z.infer<typeof LabelledViolation>;

/**
 * Verdicts on the violations of a gateway within bureau and areas, by the violations' IDs: at most `limit` of those after `afterId`. Excused ones
 * are not among them.
 */
export async function listVerdicts(
  database: CloudDatabase,
  page: { gatewayId: string; afterId: string; limit: number; scope: CaseScope },
): Promise<{ labels: LabelledViolation[]; nextId: string | null }> {
  const { gatewayId, afterId, limit, scope } = page;
  const rows = await database
    .selectFrom('case_violations')
    .select(['violation_id', 'verdict', 'reason'])
    .where('gateway_id', '=', gatewayId)
    .where('violation_id', '>', afterId)
    .where('verdict', 'in', ['confirmed', 'rejected'])
    .where(withinScope(scope))
    .orderBy('violation_id')
    .limit(limit + 1)
    .execute();
  const labels = rows.slice(0, limit).flatMap(({ violation_id: violationId, verdict, reason }) => {
    if (verdict !== 'confirmed' && verdict !== 'rejected') return [];
    return [{ violationId, verdict, ...(reason === null ? {} : { reason }) }];
  });
  return { labels, nextId: rows.length > limit ? (labels.at(-1)?.violationId ?? null) : null };
}
