import type { Logger } from 'pino';
import type { Clock } from './clock.js';
import type { GatewayConfig } from './config/gateway-config.js';
import type { ClockWatch } from './device-clock/clock-watch.js';
import { buildReport } from './fleet-report/build-report.js';
import { METERED_REPORT_EVERY_MS, REPORT_EVERY_MS, ReportSender } from './fleet-report/report-sender.js';
import type { LinkBoard } from './http/link-board.js';
import type { Spool } from './spool/spool.js';
import type { CloudClient } from './uplink/cloud-client.js';

/** Options of {@link startReports}. */
export interface StartReportsOptions {
  readonly config: Pick<GatewayConfig, 'cloud' | 'sensors'>;
  readonly client: Pick<CloudClient, 'report'>;
  readonly board: Pick<LinkBoard, 'status' | 'brokerLink' | 'onChange'>;
  readonly spool: Pick<Spool, 'counts'>;
  readonly clockWatch: Pick<ClockWatch, 'status'>;
  /** What holds packages back beside the spool, in words. */
  readonly shortages: () => readonly string[];
  readonly clock: Clock;
  readonly log: Logger;
}

/** Builds what tells the cloud how the gateway is, and starts it. */
export function startReports(options: StartReportsOptions): ReportSender {
  const { config, client, board, spool, clockWatch, shortages, clock, log } = options;
  const startedAtMs = clock.nowMs();
  const sensorIds = config.sensors.map(({ id }) => id);
  const sender = new ReportSender({
    client,
    build: async () => {
      const status = board.status();
      return buildReport({
        ...{ status, broker: board.brokerLink(), sensorIds, startedAtMs },
        clock: await clockWatch.status(),
        oldestWaitingAtMs: spool.counts().oldestWaitingMs,
        shortages: [...(status.shortages ?? []), ...shortages()],
      });
    },
    log,
    times: { everyMs: config.cloud.metered === undefined ? REPORT_EVERY_MS : METERED_REPORT_EVERY_MS },
  });
  board.onChange((status) => {
    sender.noteStatus(status);
  });
  sender.start();
  return sender;
}
