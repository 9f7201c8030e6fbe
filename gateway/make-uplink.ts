import type { Logger } from 'pino';
import type { Clock } from './clock.js';
import type { GatewayConfig } from './config/gateway-config.js';
import type { LinkBoard } from './http/link-board.js';
import type { Metrics } from './http/metrics.js';
import type { OpenEvidence } from './open-evidence.js';
import { type CloudClient, createCloudClient } from './uplink/cloud-client.js';
import { DailyAllowance } from './uplink/daily-allowance.js';
import { plainHttpWarnings } from './uplink/plain-http.js';
import { UplinkWorker } from './uplink/uplink-worker.js';

/** Options of {@link makeUplink}. */
export interface MakeUplinkOptions {
  readonly config: GatewayConfig;
  readonly sealing: OpenEvidence;
  /** One-time code of the cloud; null when none is configured. */
  readonly enrolmentCode: string | null;
  readonly board: Pick<LinkBoard, 'set'>;
  readonly metrics: Pick<Metrics, 'circuitOpen' | 'receiptSeconds'>;
  readonly clock: Clock;
  readonly log: Logger;
}

/** The way to the cloud. */
export interface MadeUplink {
  readonly client: CloudClient;
  readonly uplink: UplinkWorker;
  /** What holds packages back, or lets them be read on the way, in words. */
  readonly shortages: () => readonly string[];
}

/** Puts the uplink together, which does not send yet. */
export function makeUplink(options: MakeUplinkOptions): MadeUplink {
  const { config, sealing, enrolmentCode, board, metrics, clock, log } = options;
  const { gatewayId, cloud } = config;
  const { key, spool, previousKeyId, keyChangeAccepted } = sealing;
  const client = createCloudClient({ ...sealing, cloudUrl: cloud.url, gatewayId, clock });
  const { metered } = cloud;
  const uplink = new UplinkWorker({
    ...(metered === undefined
      ? {}
      : { metered: { ...metered, allowance: new DailyAllowance({ ...metered, states: spool.states, clock }) } }),
    ...(previousKeyId === undefined ? {} : { previousKeyId }),
    ...{ gatewayId, cloudUrl: cloud.url, keyId: key.keyId, enrolmentCode, client, spool, clock, log },
    observer: {
      circuitChanged: (isOpen) => {
        metrics.circuitOpen.set(isOpen ? 1 : 0);
      },
      linkChanged: (status) => {
        board.set('cloud', status);
      },
      keyChangeAccepted,
      packageAccepted: ({ triggerToReceiptMs }) => {
        metrics.receiptSeconds.observe(triggerToReceiptMs / 1000);
      },
    },
  });
  const warnings = plainHttpWarnings(cloud.url, log);
  return { client, uplink, shortages: () => [...uplink.shortages(), ...warnings] };
}
