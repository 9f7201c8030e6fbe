import type { Violation } from '@lamppost/contracts';
import type { Logger } from 'pino';
import type { Metrics } from '../http/metrics.js';
import type { DeviceRegistry } from '../sources/device-registry.js';
import type { MqttLink } from '../sources/mqtt/mqtt-link.js';
import type { LiveRules } from '../rule-file/live-rules.js';
import type { Spool } from '../spool/spool.js';
import type { EvidenceWorker } from './evidence-worker.js';

/** Options of {@link recordViolation}. */
export interface RecordViolationOptions {
  readonly registry: Pick<DeviceRegistry, 'describe'>;
  readonly spool: Pick<Spool, 'recordViolation'>;
  readonly live: Pick<LiveRules, 'decidedBy'>;
  readonly metrics: Pick<Metrics, 'violations'>;
  readonly link: Pick<MqttLink, 'publishViolation'>;
  readonly evidence: Pick<EvidenceWorker, 'wake'>;
  readonly log: Logger;
}

/** Makes a violation durable, tells of it, and has its evidence made; one that is known already is left as it is. Throws when it can't. */
export function recordViolation(violation: Violation, options: RecordViolationOptions): void {
  const { registry, spool, live, metrics, link, evidence, log } = options;
  const device = registry.describe(violation.sourceId);
  // A camera may have been withdrawn between its last frame and this moment; once it is back, the violation is found again.
  if (device === null) throw new Error(`${violation.sourceId} is not known any more`);
  if (spool.recordViolation(violation, device, live.decidedBy()) === 'known') return;
  metrics.violations.inc({ matter: violation.matter });
  const { violationId, ruleId, matter, sourceId, startedAtMs, triggeredAtMs, observedCoverage } = violation;
  log.info({ violationId, ruleId, matter, sourceId, startedAtMs, triggeredAtMs, observedCoverage }, 'violation found');
  link.publishViolation(violation);
  evidence.wake();
}
