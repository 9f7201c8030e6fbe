/** What a server says that it refuses: RFC 9457 with a code of our catalogue. */
export interface Problem {
  readonly code: string;
  readonly detail: string;
}

/** A server refused, or was not reached (`problem` is null then). */
export class RequestError extends Error {
  override readonly name: string = 'RequestError';
  readonly problem: Problem | null;
  /** Status of HTTP; null when nothing answered. */
  readonly httpStatus: number | null;

  constructor(problem: Problem | null, httpStatus: number | null) {
    super(problem === null ? 'not reached' : `${problem.code}: ${problem.detail}`);
    this.problem = problem;
    this.httpStatus = httpStatus;
  }
}
