import type { Logger } from 'pino';
import type { Clock } from './clock.js';
import type { GatewayConfig } from './config/gateway-config.js';
import type { OpenEvidence } from './open-evidence.js';
import type { AssignedConfiguration } from './rollout/assigned-configuration.js';
import { AssignedRules, type RulesUser } from './rollout/assigned-rules.js';
import type { AssignmentStore } from './rollout/assignment-store.js';
import { beginProbation } from './rollout/probation.js';
import { createRolloutClient } from './rollout/rollout-client.js';
import { RolloutWorker } from './rollout/rollout-worker.js';
import type { CloudClient } from './uplink/cloud-client.js';
import { loadEnrolment } from './uplink/enrolment.js';

/** What the cloud assigns, opened before the gateway starts; null what it is not asked for. */
export interface AssignedParts {
  readonly rules: AssignmentStore | null;
  readonly configuration: AssignedConfiguration | null;
}

/** Options of {@link startRollout}. */
export interface StartRolloutOptions {
  readonly config: Pick<GatewayConfig, 'gatewayId' | 'cloud' | 'fleet'>;
  readonly rollout?: AssignedParts;
  readonly onRestart?: () => void;
  readonly sealing: Pick<OpenEvidence, 'key' | 'previousKeyId' | 'spool'>;
  readonly client: Pick<CloudClient, 'request'>;
  readonly rules: RulesUser;
  readonly clock: Clock;
  readonly log: Logger;
}

/** Starts to ask the cloud for rules and configuration, where the gateway takes any from it, and puts the configuration on trial to its proof. */
export function startRollout(options: StartRolloutOptions): { readonly stop: () => Promise<void> } {
  const { config, sealing, client, clock, log, onRestart } = options;
  const { rules, configuration } = options.rollout ?? { rules: null, configuration: null };
  const kinds = [
    ...(rules === null ? [] : [new AssignedRules({ store: rules, user: options.rules, clock })]),
    ...(configuration === null ? [] : [configuration]),
  ];
  if (kinds.length === 0) return { stop: () => Promise.resolve() };
  const { gatewayId, cloud, fleet } = config;
  const { key, previousKeyId, spool } = sealing;
  const wanted = {
    cloudUrl: cloud.url,
    gatewayId,
    keyId: key.keyId,
    ...(previousKeyId === undefined ? {} : { previousKeyId }),
  };
  const worker = new RolloutWorker({
    ...{ client: createRolloutClient(client), gatewayId, kinds, log, pollMs: fleet.pollSeconds * 1000 },
    receiptKey: () => loadEnrolment(spool.states, wanted)?.receiptKey ?? null,
    onReached: async () => configuration?.prove(),
  });
  let endProbation: () => void = () => undefined;
  if (configuration !== null) {
    configuration.onRestart = onRestart ?? configuration.onRestart;
    endProbation = beginProbation({ configuration, minutes: fleet.probationMinutes, log });
  }
  worker.start();
  return {
    stop: async () => {
      endProbation();
      await worker.stop();
    },
  };
}
