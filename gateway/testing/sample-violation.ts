import { createHash } from 'node:crypto';
import type { EvidenceDevice, Violation } from '@lamppost/contracts';

/** The n-th violation of a made-up gateway, for tests of what carries violations; equal for equal arguments. */
export function sampleViolation(n: number, severity = 3): Violation {
  const startedAtMs = 1_780_000_000_000 + n * 1000;
  return {
    violationId: createHash('sha256').update(`violation ${n}`).digest('hex').slice(0, 32),
    gatewayId: 'pole-1',
    matter: 'parking',
    matterCode: '09 009',
    ruleId: 'bus-lane',
    sourceId: 'cam-1',
    cameraId: 'cam-1',
    zoneId: 'lane',
    startedAtMs,
    triggeredAtMs: startedAtMs + 60_000,
    observedCoverage: 0.95,
    severity,
    subject: { label: 'car', box: { x1: 0.1, y1: 0.1, x2: 0.4, y2: 0.5 }, score: 0.9 },
    explanation: [
      { condition: 'car stationary in zone lane', value: 60_000, limit: 60_000, unit: 'ms', sinceMs: startedAtMs },
    ],
  };
}

/** The camera that saw {@link sampleViolation}. */
export const sampleDevice: EvidenceDevice = {
  sourceId: 'cam-1',
  deviceCode: '33010600081326000001',
  place: { lng: 120.1, lat: 30.3, name: '文一路公交站' },
  bearingDeg: 90,
  legalStatus: { deviceLegalReview: true, deviceTechReview: true, sitePublished: true, signagePosted: true },
};
