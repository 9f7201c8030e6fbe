import type { InferencePool } from '@lamppost/detectors';
import { CameraPipelines, Judge, RuleDocument, createMetrics, systemClock } from '@lamppost/gateway';
import pino from 'pino';

/** Logs nothing: a benchmark's output is its report. */
export const silent = pino({ level: 'silent' });

/** Nothing is kept, as each run begins anew. */
const NO_STATES = { loadState: () => undefined, saveState: () => undefined };

/** The edge of the real street, where nothing stands. */
const ZONE = [
  [0.09, 0.5],
  [0.16, 0.5],
  [0.15, 1],
  [0.05, 1],
];

/** What the gateway does with frames: gate, model, tracker, background, rules; with one parking rule for each camera. */
export function cameraPart(pool: Pick<InferencePool, 'look'>, cameraIds: readonly string[]): CameraPipelines {
  const document = RuleDocument.parse({
    schema: 'lamppost.rules/1',
    zones: cameraIds.map((camera) => ({ id: `zone-${camera}`, camera, polygon: ZONE })),
    rules: cameraIds.map((camera) => ({
      ...{ id: `rule-${camera}`, matter: 'parking', matterCode: '09 009', severity: 3 },
      ...{ zone: `zone-${camera}`, forSeconds: 300 },
    })),
  });
  const judge = new Judge({ book: { gatewayId: 'bench', document }, states: NO_STATES, onViolation: () => undefined });
  const metrics = createMetrics();
  return new CameraPipelines({ pool, judge, states: NO_STATES, metrics, clock: systemClock, log: silent });
}
