/** What can be wrong with Matroska bytes. */
export type MatroskaErrorCode =
  | 'matroska.unknown-element'
  | 'matroska.too-large'
  | 'matroska.no-size'
  | 'matroska.no-time'
  | 'matroska.bad-block'
  | 'matroska.no-track';

/** The bytes are not the Matroska that one video track is written in; the message says what stood where. */
export class MatroskaError extends Error {
  override readonly name = 'MatroskaError';

  constructor(
    readonly code: MatroskaErrorCode,
    message: string,
  ) {
    super(`${code}: ${message}`);
  }
}
