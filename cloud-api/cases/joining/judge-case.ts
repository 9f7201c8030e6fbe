import type { Judgement, Matter } from '@lamppost/contracts';
import type { Transaction } from 'kysely';
import type { CloudTables } from '../../database/schema.js';
import { judgeSeverity } from '../judge-severity.js';
import type { DeskSettings } from '../settings/desk-settings.js';

/** What of a violation counts for the severity of its case. */
export interface JudgedViolation {
  readonly gateway_id: string;
  readonly source_id: string;
  readonly zone_id: string | null;
  readonly doubts: readonly string[];
  readonly severity: number;
  readonly started_at_ms: number;
  readonly triggered_at_ms: number;
}

/** Judges the severity of a case by all its violations, of which there is one at least. */
export function judgeViolations(
  settings: DeskSettings,
  { matter, repeats }: { readonly matter: Matter; readonly repeats: number },
  violations: readonly JudgedViolation[],
): Judgement {
  const tiers = violations.flatMap(
    (one) =>
      settings.tiers.find(({ gatewayId, zoneId }) => gatewayId === one.gateway_id && zoneId === one.zone_id)?.tier ??
      [],
  );
  // Of several devices the best speaks for the case.
  const [deviceDoubts = []] = violations.map(({ doubts }) => doubts).sort((a, b) => a.length - b.length);
  return judgeSeverity(settings.severity, {
    matter,
    ruleSeverity: Math.max(...violations.map(({ severity }) => severity)),
    tier: (['banned', 'controlled', 'regulated'] as const).find((tier) => tiers.includes(tier)) ?? null,
    durationMs:
      Math.max(...violations.map((one) => one.triggered_at_ms)) -
      Math.min(...violations.map((one) => one.started_at_ms)),
    repeats,
    corroborations: new Set(violations.map((one) => `${one.gateway_id}/${one.source_id}`)).size - 1,
    deviceDoubts,
  });
}

/** Judges the severity of a case again, by all its violations, those of the cases merged into it included. */
export async function judgeCase(
  transaction: Transaction<CloudTables>,
  settings: DeskSettings,
  caseId: string,
): Promise<void> {
  const { matter, repeat_count: repeats } = await transaction
    .selectFrom('cases')
    .select(['matter', 'repeat_count'])
    .where('case_id', '=', caseId)
    .executeTakeFirstOrThrow();
  const violations = await transaction
    .selectFrom('case_violations')
    .innerJoin('cases', 'cases.case_id', 'case_violations.case_id')
    .selectAll('case_violations')
    .where((or) => or.or([or('cases.case_id', '=', caseId), or('cases.merged_into', '=', caseId)]))
    .orderBy('case_violations.started_at_ms')
    .execute();
  const judgement = judgeViolations(settings, { matter, repeats }, violations);
  await transaction
    .updateTable('cases')
    .set({ severity: judgement.severity, judgement: JSON.stringify(judgement) })
    .where('case_id', '=', caseId)
    .execute();
}
