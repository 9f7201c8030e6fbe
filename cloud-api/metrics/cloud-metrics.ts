import { Counter, Histogram, Registry, collectDefaultMetrics } from 'prom-client';

/** What the cloud counts. */
export interface CloudMetrics {
  readonly registry: Registry;
  readonly casesOpened: Counter<'matter'>;
  readonly packagesVerified: Counter;
  readonly packagesResent: Counter;
  readonly packagesRefused: Counter<'code'>;
  readonly quarantineDropped: Counter;
  readonly uploadsDropped: Counter<'reason'>;
  readonly remindersAccepted: Counter;
  readonly webhookAttempts: Counter<'result'>;
  readonly remindersGivenUp: Counter;
  readonly eventAttempts: Counter<'result'>;
  readonly timeStamps: Counter<'result'>;
  readonly requestSeconds: Histogram<'method' | 'route' | 'status'>;
}

/** Counters of one cloud, in a registry of their own, with those of the process. */
export function createCloudMetrics(): CloudMetrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  return {
    registry,
    casesOpened: new Counter({
      name: 'lamppost_cloud_cases_opened_total',
      help: 'Candidate cases opened, by matter',
      labelNames: ['matter'],
      registers,
    }),
    packagesVerified: new Counter({
      name: 'lamppost_cloud_packages_verified_total',
      help: 'Evidence packages verified and taken in',
      registers,
    }),
    packagesResent: new Counter({
      name: 'lamppost_cloud_packages_resent_total',
      help: 'Evidence packages that were sent again after they had been taken in',
      registers,
    }),
    packagesRefused: new Counter({
      name: 'lamppost_cloud_packages_refused_total',
      help: 'Evidence packages refused and put into quarantine, by error code',
      labelNames: ['code'],
      registers,
    }),
    quarantineDropped: new Counter({
      name: 'lamppost_cloud_quarantine_dropped_total',
      help: 'Refused packages deleted because the quarantine was full',
      registers,
    }),
    uploadsDropped: new Counter({
      name: 'lamppost_cloud_uploads_dropped_total',
      help: 'Unfinished uploads deleted, by reason: expired, or too many of one gateway',
      labelNames: ['reason'],
      registers,
    }),
    remindersAccepted: new Counter({
      name: 'lamppost_cloud_reminders_accepted_total',
      help: 'Reminders of gateways taken in',
      registers,
    }),
    webhookAttempts: new Counter({
      name: 'lamppost_cloud_webhook_attempts_total',
      help: 'Times that the webhook was asked to take a reminder, by result: sent or failed',
      labelNames: ['result'],
      registers,
    }),
    remindersGivenUp: new Counter({
      name: 'lamppost_cloud_reminders_given_up_total',
      help: 'Reminders that the webhook did not take for a day',
      registers,
    }),
    eventAttempts: new Counter({
      name: 'lamppost_cloud_event_attempts_total',
      help: 'Attempts to tell webhooks of bureaus an event, by result: sent, failed',
      labelNames: ['result'],
      registers,
    }),
    timeStamps: new Counter({
      name: 'lamppost_cloud_time_stamps_total',
      help: 'Times that the time-stamping authority was asked, by result: stamped or failed',
      labelNames: ['result'],
      registers,
    }),
    requestSeconds: new Histogram({
      name: 'lamppost_cloud_http_request_duration_seconds',
      help: 'Time from request to answer, by route',
      labelNames: ['method', 'route', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
  };
}
