import type { Transaction } from 'kysely';
import type { CloudTables } from '../../database/schema.js';
import { judgeSeverity } from '../judge-severity.js';
import type { DeskSettings } from '../settings/desk-settings.js';

/** Judges the severity of a case by all its violations, those of the cases merged into it included. */
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
  const tiers = violations.flatMap(
    (one) =>
      settings.tiers.find(({ gatewayId, zoneId }) => gatewayId === one.gateway_id && zoneId === one.zone_id)?.tier ??
      [],
  );
  // Of several devices the best speaks for the case.
  const [deviceDoubts = []] = violations.map(({ doubts }) => doubts).sort((a, b) => a.length - b.length);
  const judgement = judgeSeverity(settings.severity, {
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
  await transaction
    .updateTable('cases')
    .set({ severity: judgement.severity, judgement: JSON.stringify(judgement) })
    .where('case_id', '=', caseId)
    .execute();
}
