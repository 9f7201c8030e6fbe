/** What can be wrong with the spool, or with how it is used. */
export type SpoolErrorCode =
  'spool.in-use' | 'spool.unusable' | 'spool.too-new' | 'spool.stale-link' | 'spool.not-pending' | 'spool.not-waiting';

/** The spool can't do what it was asked; the message names the place and the mend. */
export class SpoolError extends Error {
  override readonly name = 'SpoolError';

  constructor(
    readonly code: SpoolErrorCode,
    message: string,
    cause?: unknown,
  ) {
    super(message, { cause });
  }
}
