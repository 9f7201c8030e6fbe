import type { KeyId, LinkStatus } from '@lamppost/contracts';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import type { Spool } from '../spool/spool.js';
import type { CloudClient } from './cloud-client.js';
import type { DailyAllowance } from './daily-allowance.js';

/** What the uplink tells those who count. */
export interface UplinkObserver {
  /** Bytes of packages that the cloud confirmed. */
  bytesSent(count: number): void;
  packageAccepted(accepted: AcceptedPackage): void;
  packageRefused(code: string): void;
  /** The cloud has taken a change of keys in. */
  keyChangeAccepted(): void;
  /** A receipt was not to be trusted. */
  receiptRejected(): void;
  linkChanged(status: LinkStatus): void;
  /** Nothing is uploaded while the circuit is open: the cloud failed too often in a row. */
  circuitChanged(isOpen: boolean): void;
}

/** A package that has its receipt. */
export interface AcceptedPackage {
  readonly digest: string;
  readonly violationId: string;
  readonly caseId: string;
  /** From the capture time that triggered the violation to the verified receipt. */
  readonly triggerToReceiptMs: number;
}

/** Times of the uplink, in milliseconds. */
export interface UplinkTimes {
  /** First and longest pause after the cloud could not be reached; grows exponentially, with jitter. */
  readonly firstBackoffMs: number;
  readonly longestBackoffMs: number;
  /** First and longest time that a package is left alone which the cloud did not settle. */
  readonly firstPostponementMs: number;
  readonly longestPostponementMs: number;
  /** Pause between two questions for the receipt of a package that is being verified. */
  readonly pollMs: number;
  /** How often an idle uplink asks whether the cloud still answers. */
  readonly probeMs: number;
}

/** Used where {@link UplinkOptions.times} says nothing. */
export const DEFAULT_UPLINK_TIMES: UplinkTimes = {
  firstBackoffMs: 500,
  longestBackoffMs: 60_000,
  firstPostponementMs: 30_000,
  longestPostponementMs: 900_000,
  pollMs: 500,
  probeMs: 60_000,
};

/** A line that is paid by the byte. */
export interface MeteredOptions {
  /** What it may carry a day. */
  readonly allowance: DailyAllowance;
  /** Whether a package that somebody waits for goes at once, though the bytes of the day are spent. */
  readonly wantedAtOnce: boolean;
}

/** What the uplink works with. */
export interface UplinkOptions {
  readonly spool: Spool;
  readonly client: CloudClient;
  readonly gatewayId: string;
  /** ID of the device key that the client signs with. */
  readonly keyId: KeyId;
  /** ID of the key that gave way to it; left out where there was none. */
  readonly previousKeyId?: KeyId;
  /** As the client was given it: an enrolment is good for one cloud. */
  readonly cloudUrl: string;
  /** One-time code of the cloud; null when none is configured, which is enough once the gateway is enrolled. */
  readonly enrolmentCode: string | null;
  readonly clock: Clock;
  readonly log: Logger;
  /** Left out, the line is not metered. */
  readonly metered?: MeteredOptions;
  readonly observer?: Partial<UplinkObserver>;
  readonly times?: Partial<UplinkTimes>;
}
