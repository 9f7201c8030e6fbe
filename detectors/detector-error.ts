/** Codes of what can go wrong in this package. */
export type DetectorErrorCode =
  /** A model, its card or the folder of both is not there. */
  | 'model.missing'
  /** A model card does not follow its schema. */
  | 'model.card-invalid'
  /** The bytes of a model are not those that its card vouches for. */
  | 'model.digest-mismatch'
  /** A model could not be made from its source. */
  | 'model.build-failed'
  /** A file that is no whole ONNX model, or one that cannot be run here. */
  | 'model.unusable'
  /** A model whose outputs cannot be read with certainty, or that is no detector. */
  | 'model.unrecognised'
  /** A frame whose size and data do not fit together. */
  | 'inference.bad-frame'
  /** The model refused a frame; its worker goes on. */
  | 'inference.failed'
  /** The worker thread died with the frame; another takes its place. */
  | 'inference.worker-crashed'
  /** The pool was closed before the frame was looked at. */
  | 'inference.closed';

/** Whatever this package throws on purpose. Tell cases apart by `code`, never by the message. */
export class DetectorError extends Error {
  override readonly name = 'DetectorError';

  constructor(
    readonly code: DetectorErrorCode,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
