/** Something that cannot be evaluated as it was given. Each problem names the place and the mend. */
export class EvaluationError extends Error {
  override readonly name = 'EvaluationError';

  constructor(
    readonly problems: readonly string[],
    options?: ErrorOptions,
  ) {
    super(problems.join('\n'), options);
  }
}
