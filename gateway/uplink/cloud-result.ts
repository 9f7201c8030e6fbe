import type { CloudReminderReceipt, EnrolmentResponse, SignedEntryReceipt, SignedReceipt } from '@lamppost/contracts';

/** It did not work this time; trying again is safe and may help. */
export interface Retryable {
  readonly status: 'retryable';
  /** Whether the cloud answered at all; false is a matter of the network. */
  readonly isReached: boolean;
  /** How long the cloud asked to wait. */
  readonly retryAfterMs?: number;
  readonly cause: Error;
}

/** The cloud has looked, and says no for good. */
export interface Rejected {
  readonly status: 'rejected';
  /** Stable code from the cloud's error catalogue. */
  readonly code: string;
  readonly detail: string;
}

/** The cloud doesn't take this gateway's token: key unknown or revoked, or a clock that is off. */
export interface Unauthorised {
  readonly status: 'unauthorised';
  readonly detail: string;
}

/** What came of enrolling. */
export type EnrolResult = { readonly status: 'enrolled'; readonly response: EnrolmentResponse } | Rejected | Retryable;

/** What the cloud knows of a package. The receipt in it is **not yet verified**. */
export type ReceiptResult =
  | { readonly status: 'accepted'; readonly receipt: SignedReceipt }
  | { readonly status: 'verifying' }
  | { readonly status: 'unknown' }
  | Rejected
  | Unauthorised
  | Retryable;

/** What came of an entry of the chain. The receipt in it is **not yet verified**. */
export type EntryResult =
  { readonly status: 'accepted'; readonly receipt: SignedEntryReceipt } | Rejected | Unauthorised | Retryable;

/** What came of asking for which packages somebody waits. */
export type WantedResult =
  { readonly status: 'wanted'; readonly digests: readonly string[] } | Unauthorised | Retryable;

/** What came of a reminder. */
export type RemindResult =
  { readonly status: 'accepted'; readonly receipt: CloudReminderReceipt } | Rejected | Unauthorised | Retryable;

/** What came of a report. */
export type ReportResult = { readonly status: 'taken' } | Rejected | Unauthorised | Retryable;

/** What came of an upload; `uploaded` says that all bytes arrived, `paused` that those arrived that were to go for now. */
export type UploadResult =
  { readonly status: 'uploaded' } | { readonly status: 'paused' } | Rejected | Unauthorised | Retryable;
