import { createHmac, randomBytes } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { AddressInfo } from 'node:net';
import type { Logger } from 'pino';
import type { z } from 'zod';
import { createAccountManager } from './accounts/manage-accounts.js';
import { readOidcSettings } from './accounts/oidc-settings.js';
import { createOidcSignIn, type OidcSignIn } from './accounts/oidc-sign-in.js';
import { createPasswordHasher } from './accounts/password-hash.js';
import { createSetUp } from './accounts/set-up.js';
import { createPasswordSignIn } from './accounts/sign-in.js';
import { createAuditLog } from './audit/audit-log.js';
import { openCaseExporter } from './case-export/export-case.js';
import { deadlinesJob } from './cases/deadlines/deadlines-job.js';
import type { Clock } from './clock.js';
import { CloudConfig } from './config/cloud-config.js';
import { ConfigError } from './config/config-error.js';
import { openDataFolder, type DataFolder } from './data-folder/data-folder.js';
import { lockDataFolder } from './data-folder/lock-data-folder.js';
import { requireReceiptKey } from './ingest/receipt-keys.js';
import { watchDefaultRows } from './database/partitions/default-rows.js';
import { makePartitions } from './database/partitions/make-partitions.js';
import { partitionsJob } from './database/partitions/partitions-job.js';
import { startEmbeddedPostgres } from './database/embedded-postgres.js';
import { openDatabase, type CloudDatabase } from './database/open-database.js';
import { authenticateDevice } from './devices/authenticate-device.js';
import { findDeviceKey } from './devices/device-keys.js';
import { createEnrolmentCodes } from './devices/enrolment-codes.js';
import { devicesJob } from './devices/alarms/devices-job.js';
import { noteRevokedKnock } from './devices/revoked-knocks.js';
import { openEvidenceStore } from './evidence-store/open-evidence-store.js';
import { createIngest, findSealingKey } from './ingest/ingest.js';
import { createPackageKeeper } from './ingest/package-keeper.js';
import { createQuarantine } from './ingest/quarantine.js';
import { openReceiptSigner } from './ingest/receipt-signer.js';
import { createRestingPackages } from './ingest/resting-packages.js';
import { createUploadServer } from './ingest/upload-server.js';
import { startJobs } from './jobs/job-runner.js';
import { visitsJob } from './inspections/visits-job.js';
import { createLogKeeper } from './merkle-log/log-keeper.js';
import { createCloudMetrics } from './metrics/cloud-metrics.js';
import { type DispatchTimes, ReminderDispatcher } from './reminders/reminder-dispatcher.js';
import { createAddressGuard } from './webhooks/address-guard.js';
import { WebhookDispatcher } from './webhooks/webhook-dispatcher.js';
import { readWebhookSecret } from './webhooks/webhook-signature.js';
import { buildApp } from './routes/build-app.js';
import type { CloudServices } from './routes/cloud-services.js';
import { OIDC_CALLBACK_PATH } from './routes/oidc-routes.js';
import { rolloutsJob } from './rollout/rollouts-job.js';
import { createAttemptLimiter } from './sessions/attempt-limiter.js';
import { createFailureLimiter } from './sessions/failure-limiter.js';
import { createPeopleAccess } from './sessions/people-access.js';
import { shareSecret } from './sessions/share-secret.js';
import { createSessionStore } from './sessions/session-store.js';
import { readAuthority } from './time-stamps/read-authority.js';
import { type StampTimes, TimeStamper } from './time-stamps/time-stamper.js';

/** What a cloud is started with: its configuration, of which the data folder and the access code have no default, and its surroundings. */
export type CloudOptions = z.input<typeof CloudConfig> & {
  readonly clock: Clock;
  readonly log: Logger;
  /** How fast reminders and events are sent on; the defaults are for webhooks on the internet. */
  readonly dispatchTimes?: Partial<DispatchTimes>;
  /** How fast time stamps are asked for; the defaults are for authorities on the internet. */
  readonly stampTimes?: Partial<StampTimes>;
};

/** A running cloud. */
export interface Cloud {
  /** Address it listens on, e.g. `http://127.0.0.1:8080`. */
  readonly url: string;
  /** Resolves when its embedded database ended without being asked to; never with a database of one's own. */
  readonly failed: Promise<void>;
  /** Finishes the requests under way (10 s at most) and ends everything that was started. */
  close(): Promise<void>;
}

/** How long requests may go on after the cloud was told to end. */
const DRAIN_MS = 10_000;
/** Failed attempts to show the metrics token that one address has a minute: a scraper with an old token asks often. */
const MAX_TOKEN_FAILURES = 60;

/** Attempts to sign in from one address: a bureau of many people may have one. */
const ATTEMPTS_BY_ADDRESS = { maxAttempts: 20, windowMs: 60_000 };
/** Attempts on one name. */
const ATTEMPTS_BY_NAME = { maxAttempts: 5, windowMs: 15 * 60_000 };

function openProvider(
  { oidcFile, publicUrl }: CloudConfig,
  parts: Pick<CloudServices, 'database' | 'clock' | 'audit' | 'log'>,
): OidcSignIn | null {
  if (oidcFile === null) return null;
  if (publicUrl === null)
    throw new ConfigError(
      'LAMPPOST_CLOUD_OIDC_FILE is set and LAMPPOST_CLOUD_PUBLIC_URL is not: set the address that the identity provider sends browsers back to',
    );
  return createOidcSignIn({
    ...parts,
    settings: readOidcSettings(oidcFile),
    callbackUrl: `${publicUrl}${OIDC_CALLBACK_PATH}`,
  });
}

async function buildServices(
  parts: Pick<CloudServices, 'config' | 'clock' | 'log' | 'database'>,
  folder: DataFolder,
): Promise<CloudServices> {
  const { config, clock, log, database } = parts;
  const metrics = createCloudMetrics();
  const store = await openEvidenceStore({
    folder: folder.evidence,
    s3File: config.evidenceS3File,
    replicaId: folder.replicaId,
  });
  const signer = openReceiptSigner(folder.keys, config.receiptKeyFile);
  await requireReceiptKey(database, signer, clock.nowMs());
  const enrolmentCodes = createEnrolmentCodes({ file: config.enrolmentFile, database, log });
  await enrolmentCodes.load();
  const quarantine = createQuarantine({
    folder: folder.quarantine,
    onDropped: () => {
      metrics.quarantineDropped.inc();
    },
  });
  const ingestLog = log.child({ component: 'ingest' });
  const keeper = createPackageKeeper({ store, findKey: findSealingKey(database) });
  const ingest = createIngest({ database, keeper, quarantine, signer, metrics, clock, log: ingestLog });
  const uploads = createUploadServer({
    folder: folder.uploads,
    maxPackageBytes: config.maxPackageBytes,
    publicUrl: config.publicUrl,
    ingest,
    metrics,
    clock,
    log: ingestLog,
  });
  const secret = await shareSecret(database, 'session', () => randomBytes(32).toString('hex'));
  const sessions = createSessionStore({ database, clock });
  const audit = createAuditLog({ database, clock });
  const hasher = createPasswordHasher();
  const accessLog = log.child({ component: 'access' });
  const setUp = createSetUp({ keysFolder: folder.keys, database, clock, audit, hasher, log: accessLog });
  if (config.accessCode === null) await setUp.prepare();
  return {
    ...parts,
    metrics,
    store,
    signer,
    enrolmentCodes,
    enrolmentFailures: createFailureLimiter({ clock }),
    tokenFailures: createFailureLimiter({ clock, maxFailures: MAX_TOKEN_FAILURES }),
    ingest,
    uploads,
    resting: createRestingPackages({ folder: folder.uploads, findKey: findSealingKey(database), log: ingestLog }),
    access: createPeopleAccess({
      accessCode: config.accessCode,
      sessions,
      failures: createFailureLimiter({ clock }),
    }),
    sessions,
    passwords: createPasswordSignIn({
      ...{ database, clock, audit, hasher },
      byAddress: createAttemptLimiter({ database, clock, ...ATTEMPTS_BY_ADDRESS }),
      byName: createAttemptLimiter({ database, clock, ...ATTEMPTS_BY_NAME }),
    }),
    oidc: openProvider(config, { database, clock, audit, log: accessLog }),
    setUp,
    accounts: createAccountManager({ database, clock, audit, hasher }),
    audit,
    webhookGuard: createAddressGuard(config.webhookNetworks),
    exporter: await openCaseExporter({ database, store, clock, audit, folder: folder.exports }),
    // Bound to the access code: when that is changed, everyone signs in again.
    cookieSecret: createHmac('sha256', secret)
      .update(config.accessCode ?? '')
      .digest('hex'),
    dataRoot: folder.root,
    authenticate: (authorization) =>
      authenticateDevice(
        {
          clock,
          findKey: (keyId) => findDeviceKey(database, keyId),
          onRevoked: (device) => noteRevokedKnock({ database, clock }, device),
        },
        authorization,
      ),
  };
}

async function listen(services: CloudServices): Promise<Pick<Cloud, 'url' | 'close'>> {
  const { config, ingest, log, uploads } = services;
  const app = await buildApp(services);
  try {
    await app.listen({ host: config.host, port: config.port });
  } catch (error) {
    await app.close();
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'EADDRINUSE' && code !== 'EACCES' && code !== 'EADDRNOTAVAIL' && code !== 'ENOTFOUND') throw error;
    throw new ConfigError(
      `the cloud can't listen on ${config.host}:${config.port} (${code}): set LAMPPOST_CLOUD_HOST and LAMPPOST_CLOUD_PORT to a free address of this machine`,
    );
  }
  uploads.sweep().catch((error: unknown) => {
    log.error({ err: error }, 'uploads could not be swept');
  });
  const { address, family, port } = app.server.address() as AddressInfo;
  return {
    url: `http://${family === 'IPv6' ? `[${address}]` : address}:${port}`,
    close: async () => {
      const drained = new AbortController();
      const closed = app.close().finally(() => {
        drained.abort();
      });
      await delay(DRAIN_MS, null, { signal: drained.signal }).catch(() => null);
      app.server.closeAllConnections();
      await closed;
      await uploads.close();
      await ingest.close();
    },
  };
}

/**
 * Starts a cloud and resolves when it takes requests.
 *
 * @throws ConfigError when the configuration can't be used; Error when the database does not come up
 */
export async function startCloud({
  clock,
  log,
  dispatchTimes = {},
  stampTimes = {},
  ...given
}: CloudOptions): Promise<Cloud> {
  const config = CloudConfig.parse(given);
  const folder = openDataFolder(config.dataFolder);
  const undo: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const step of undo.splice(0).reverse()) await step();
  };
  let isClosing = false;
  try {
    const lock = await lockDataFolder(folder.root);
    undo.push(() => lock.release());
    const embedded =
      config.databaseUrl === null
        ? await startEmbeddedPostgres({ folder, log: log.child({ component: 'database' }) })
        : null;
    if (embedded !== null) undo.push(() => embedded.stop());
    const url = config.databaseUrl ?? embedded?.url ?? '';
    const database: CloudDatabase = await openDatabase({ url, log: log.child({ component: 'database' }) });
    undo.push(() => database.destroy());
    await makePartitions({ database, clock, log: log.child({ component: 'database' }) });
    const services = await buildServices({ config, clock, log, database }, folder);
    watchDefaultRows(services.metrics.registry, database);
    const secret = readWebhookSecret(config.webhookSecret ?? '');
    const dispatcher = new ReminderDispatcher({
      database,
      webhook: config.webhookUrl === null || secret === null ? null : { url: config.webhookUrl, secret, guard: null },
      metrics: services.metrics,
      clock,
      log: log.child({ component: 'reminders' }),
      times: dispatchTimes,
    });
    undo.push(() => dispatcher.stop());
    const events = new WebhookDispatcher({
      ...{ database, guard: services.webhookGuard, metrics: services.metrics, clock },
      log: log.child({ component: 'webhooks' }),
      times: dispatchTimes,
    });
    undo.push(() => events.stop());
    const jobsLog = log.child({ component: 'jobs' });
    const jobs = await startJobs({
      url,
      jobs: [
        deadlinesJob({ database, clock, log: jobsLog }),
        visitsJob({ database, clock, log: jobsLog }),
        rolloutsJob({ database, clock, audit: services.audit, log: jobsLog }),
        devicesJob({ database, clock, log: jobsLog }),
        partitionsJob({ database, clock, log: jobsLog }),
      ],
      log: jobsLog,
    });
    undo.push(() => jobs.stop());
    const keeper = createLogKeeper({
      ...{ database, clock, signer: services.signer },
      log: log.child({ component: 'merkle-log' }),
    });
    undo.push(() => keeper.stop());
    const authority = readAuthority(config);
    const stamper =
      authority === null
        ? null
        : new TimeStamper({
            ...{ database, authority, metrics: services.metrics, clock },
            log: log.child({ component: 'time-stamps' }),
            times: stampTimes,
          });
    undo.push(async () => stamper?.stop());
    const server = await listen(services);
    undo.push(() => server.close());
    dispatcher.start();
    events.start();
    keeper.start();
    stamper?.start();
    return {
      url: server.url,
      failed: new Promise((resolve) => {
        void embedded?.ended.then(() => {
          if (!isClosing) resolve();
        });
      }),
      close: async () => {
        isClosing = true;
        await close();
      },
    };
  } catch (error) {
    isClosing = true;
    await close();
    throw error;
  }
}
