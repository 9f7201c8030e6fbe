/** What can be wrong with the event log when it is opened. */
export type EventLogErrorCode = 'event-log.in-use' | 'event-log.missing';

/** The event log can't be used; the message names the place and the mend. */
export class EventLogError extends Error {
  override readonly name = 'EventLogError';

  constructor(
    readonly code: EventLogErrorCode,
    message: string,
  ) {
    super(message);
  }
}
