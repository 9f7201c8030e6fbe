import type { Violation } from '@lamppost/contracts';
import type { Finding } from './finding.js';
import type { PlannedRule } from './lane-plan.js';
import { violationId } from './violation-id.js';

/** Conditions that a violation may carry. */
const MAX_CONDITIONS = 32;

/** Puts names and an ID to what a rule found. */
export function toViolation(gatewayId: string, { rule, zone }: PlannedRule, finding: Finding): Violation {
  const { key, startedAtMs, triggeredAtMs, observedCoverage, subject, explanation } = finding;
  const source =
    rule.matter === 'dust'
      ? { sourceId: rule.sensor, cameraId: rule.camera, zoneId: null }
      : { sourceId: zone?.camera ?? rule.zone, cameraId: zone?.camera ?? null, zoneId: rule.zone };
  return {
    violationId: violationId({ gatewayId, ruleId: rule.id, sourceId: source.sourceId, key, startedAtMs }),
    gatewayId,
    matter: rule.matter,
    matterCode: rule.matterCode,
    ruleId: rule.id,
    ...source,
    startedAtMs,
    triggeredAtMs,
    observedCoverage,
    severity: rule.severity,
    subject,
    explanation: explanation.slice(0, MAX_CONDITIONS),
  };
}
