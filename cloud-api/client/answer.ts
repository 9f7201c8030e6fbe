import type { components } from './interface.js';

/** Why a request was refused (RFC 9457). Programs decide by its `code`, which is of the catalogue in `docs/errors.md`. */
export type CloudProblem = components['schemas']['Problem'];

/** What came of a request. */
export type Answer<Body> =
  | {
      readonly status: 'done';
      readonly httpStatus: number;
      readonly body: Body;
      /** The ETag, as `If-Match` wants it; null where there is none. */
      readonly tag: string | null;
      readonly headers: Headers;
    }
  /** What was named by `If-None-Match` is what there is. */
  | { readonly status: 'unchanged' }
  | {
      readonly status: 'refused';
      readonly httpStatus: number;
      readonly problem: CloudProblem;
      readonly headers: Headers;
    }
  /** Nobody answered, or not the cloud: a proxy before it. `httpStatus` is null when nothing came. */
  | { readonly status: 'unreachable'; readonly httpStatus: number | null; readonly cause: unknown };

/** A request did not go well. */
export class CloudRequestError extends Error {
  override readonly name = 'CloudRequestError';
  /** Null when the cloud was not reached. */
  readonly problem: CloudProblem | null;

  constructor(what: string, problem: CloudProblem | null, cause?: unknown) {
    super(what, { cause });
    this.problem = problem;
  }
}

/**
 * The answer where nothing else is expected than that it went well.
 *
 * @throws CloudRequestError where it did not
 */
export function expectDone<Body>(answer: Answer<Body>): Extract<Answer<Body>, { status: 'done' }> {
  switch (answer.status) {
    case 'done':
      return answer;
    case 'refused':
      throw new CloudRequestError(`${answer.problem.code}: ${answer.problem.detail}`, answer.problem);
    case 'unchanged':
      throw new CloudRequestError('the cloud has nothing newer', null);
    case 'unreachable':
      throw new CloudRequestError('the cloud does not answer', null, answer.cause);
  }
}
