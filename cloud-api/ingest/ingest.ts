import type { SignedReceipt } from '@lamppost/contracts';
import type { Logger } from 'pino';
import { createCaseOpener } from '../cases/case-opener.js';
import { KeyRevokedError } from '../cases/open-cases.js';
import type { Clock } from '../clock.js';
import type { CloudDatabase } from '../database/open-database.js';
import { findDeviceKey, maySeal } from '../devices/device-keys.js';
import type { EvidenceFault } from '../errors/catalogue.js';
import { isErrorCode } from '../errors/catalogue.js';
import type { CloudMetrics } from '../metrics/cloud-metrics.js';
import type { PackageKeeper } from './package-keeper.js';
import type { Quarantine } from './quarantine.js';
import type { ReceiptSigner } from './receipt-signer.js';
import { createTurnstile } from './turnstile.js';
import type { VerifyOptions } from './verify-package.js';

/** A package as a gateway sent it. */
export interface ReceivedPackage {
  /** Path of the complete ZIP; it may be moved away. */
  readonly file: string;
  readonly gatewayId: string;
  /** The digest that was announced. */
  readonly digest: string;
}

/** Where a package stands. */
export type PackageState =
  | { readonly status: 'accepted'; readonly receipt: SignedReceipt }
  | { readonly status: 'refused'; readonly code: EvidenceFault; readonly detail: string }
  | { readonly status: 'verifying' }
  | { readonly status: 'unknown' };

/** Takes packages in: verifies them, keeps what is good, and opens its case. */
export interface Ingest {
  /**
   * Verifies a package and takes it in, or puts it into quarantine.
   *
   * @throws ProblemError `service.busy` when too many are waiting; Error when disk or database fail
   */
  takeIn(received: ReceivedPackage): Promise<PackageState>;
  /** Where the package with this digest of this gateway stands. */
  findState(gatewayId: string, digest: string): Promise<PackageState>;
  /** Ends what works for it; call it when nothing is taken in any more. */
  close(): Promise<void>;
}

/** What taking in works with. */
export interface IngestOptions {
  readonly database: CloudDatabase;
  readonly keeper: PackageKeeper;
  readonly quarantine: Quarantine;
  readonly signer: ReceiptSigner;
  readonly metrics: CloudMetrics;
  readonly clock: Clock;
  readonly log: Logger;
}

const MAX_VERIFYING = 8;
const MAX_WAITING = 64;

/** Finds enrolled keys that may seal at a place of their chain. */
export function findSealingKey(database: CloudDatabase): VerifyOptions['findKey'] {
  return async (keyId, sequence) => {
    const key = await findDeviceKey(database, keyId);
    return key !== null && maySeal(key, sequence) ? key : null;
  };
}

/** Builds the way in. At most 8 packages are verified at a time and 64 wait; the next is told to come later. */
export function createIngest(options: IngestOptions): Ingest {
  const { database, keeper, quarantine, signer, metrics, clock, log } = options;
  const turnstile = createTurnstile({ maxInside: MAX_VERIFYING, maxWaiting: MAX_WAITING });
  const openCase = createCaseOpener({ database, clock, signer });
  const verifying = new Map<string, number>();

  const refuse = async (received: ReceivedPackage, code: EvidenceFault, detail: string): Promise<PackageState> => {
    const { gatewayId, digest, file } = received;
    const refusedAtMs = clock.nowMs();
    const quarantineId = await quarantine.take(file, { gatewayId, digest, code, detail, refusedAtMs });
    const row = { code, detail, quarantine_id: quarantineId, refused_at_ms: refusedAtMs };
    await database
      .insertInto('refusals')
      .values({ gateway_id: gatewayId, digest, ...row })
      .onConflict((conflict) =>
        conflict
          .columns(['gateway_id', 'digest'])
          .doUpdateSet((column) => ({ ...row, refused_count: column('refusals.refused_count', '+', 1) })),
      )
      .execute();
    metrics.packagesRefused.inc({ code });
    log.warn({ gatewayId, digest, code, detail, quarantineId }, 'package refused');
    return { status: 'refused', code, detail };
  };

  const verifyAndKeep = async (received: ReceivedPackage): Promise<PackageState> => {
    const { file, gatewayId, digest } = received;
    const verified = await keeper.keep({ file, gatewayId, digest });
    if (verified.status === 'refused') return await refuse(received, verified.code, verified.detail);
    const opened = await openCase(verified).catch((error: unknown) => {
      if (error instanceof KeyRevokedError) return error;
      throw error;
    });
    if (opened instanceof KeyRevokedError) return await refuse(received, 'evidence.key-unknown', opened.message);
    const { caseId } = opened.receipt.receipt;
    if (opened.status === 'resent') {
      metrics.packagesResent.inc();
      log.info({ gatewayId, digest, caseId }, 'package was sent again');
      return { status: 'accepted', receipt: opened.receipt };
    }
    metrics.packagesVerified.inc();
    if (opened.status === 'opened') metrics.casesOpened.inc({ matter: opened.matter });
    const { sequence, violation } = verified.manifest;
    log.info(
      { gatewayId, digest, sequence, caseId, matter: violation.matter, joined: opened.status === 'joined' },
      'package accepted',
    );
    if (opened.chainQuestion !== null)
      log.warn({ gatewayId, digest, sequence, chainQuestion: opened.chainQuestion }, 'package does not fit its chain');
    return { status: 'accepted', receipt: opened.receipt };
  };

  return {
    takeIn: async (received) => {
      const name = `${received.gatewayId}/${received.digest}`;
      verifying.set(name, (verifying.get(name) ?? 0) + 1);
      try {
        return await turnstile.pass(() => verifyAndKeep(received));
      } finally {
        const left = (verifying.get(name) ?? 1) - 1;
        if (left === 0) verifying.delete(name);
        else verifying.set(name, left);
      }
    },
    findState: async (gatewayId, digest) => {
      const accepted = await database
        .selectFrom('packages')
        .select('receipt')
        .where('digest', '=', digest)
        .where('gateway_id', '=', gatewayId)
        .executeTakeFirst();
      if (accepted !== undefined) return { status: 'accepted', receipt: accepted.receipt };
      if (verifying.has(`${gatewayId}/${digest}`)) return { status: 'verifying' };
      const refusal = await database
        .selectFrom('refusals')
        .select(['code', 'detail'])
        .where('gateway_id', '=', gatewayId)
        .where('digest', '=', digest)
        .executeTakeFirst();
      if (refusal === undefined) return { status: 'unknown' };
      // Written by this program, maybe by an older one: its code may be gone from the catalogue.
      const code = isErrorCode(refusal.code) ? (refusal.code as EvidenceFault) : 'evidence.manifest-invalid';
      return { status: 'refused', code, detail: refusal.detail };
    },
    close: () => keeper.close(),
  };
}
