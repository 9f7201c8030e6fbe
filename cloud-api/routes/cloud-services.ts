import type { FastifyBaseLogger, FastifyInstance, RawServerDefault } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Logger } from 'pino';
import type { AccountManager } from '../accounts/manage-accounts.js';
import type { OidcSignIn } from '../accounts/oidc-sign-in.js';
import type { SetUp } from '../accounts/set-up.js';
import type { PasswordSignIn } from '../accounts/sign-in.js';
import type { AuditLog } from '../audit/audit-log.js';
import type { CaseExporter } from '../case-export/export-case.js';
import type { Clock } from '../clock.js';
import type { CloudConfig } from '../config/cloud-config.js';
import type { CloudDatabase } from '../database/open-database.js';
import type { AuthenticatedDevice } from '../devices/authenticate-device.js';
import type { EnrolmentCodes } from '../devices/enrolment-codes.js';
import type { EvidenceStore } from '../evidence-store/evidence-store.js';
import type { Ingest } from '../ingest/ingest.js';
import type { ReceiptSigner } from '../ingest/receipt-signer.js';
import type { RestingPackages } from '../ingest/resting-packages.js';
import type { UploadServer } from '../ingest/upload-server.js';
import type { CloudMetrics } from '../metrics/cloud-metrics.js';
import type { FailureLimiter } from '../sessions/failure-limiter.js';
import type { PeopleAccess } from '../sessions/people-access.js';
import type { SessionStore } from '../sessions/session-store.js';
import type { AddressGuard } from '../webhooks/address-guard.js';

/** All that routes hand work to. */
export interface CloudServices {
  readonly config: CloudConfig;
  readonly clock: Clock;
  readonly log: Logger;
  readonly metrics: CloudMetrics;
  readonly database: CloudDatabase;
  readonly store: EvidenceStore;
  readonly signer: ReceiptSigner;
  readonly enrolmentCodes: EnrolmentCodes;
  readonly enrolmentFailures: FailureLimiter;
  readonly tokenFailures: FailureLimiter;
  readonly ingest: Ingest;
  readonly uploads: UploadServer;
  readonly resting: RestingPackages;
  readonly access: PeopleAccess;
  readonly sessions: SessionStore;
  readonly passwords: PasswordSignIn;
  /** Null: there is no identity provider. */
  readonly oidc: OidcSignIn | null;
  readonly setUp: SetUp;
  readonly accounts: AccountManager;
  readonly audit: AuditLog;
  readonly exporter: CaseExporter;
  /** Which addresses webhooks of bureaus may have. */
  readonly webhookGuard: AddressGuard;
  /** Key that session cookies are signed with. */
  readonly cookieSecret: string;
  /** Folder whose disk must be writable for the cloud to be ready. */
  readonly dataRoot: string;
  /** Tells who sends, by the `Authorization` header. */
  readonly authenticate: (authorization: string | undefined) => Promise<AuthenticatedDevice>;
}

/** The application, whose routes take their types from zod schemas. */
export type CloudApp = FastifyInstance<
  RawServerDefault,
  IncomingMessage,
  ServerResponse,
  FastifyBaseLogger,
  ZodTypeProvider
>;
