import type { Problem } from '@lamppost/contracts';

/** What the console's interface refuses: HTTP status and title of each code. The codes are part of the interface; the page has words for them. */
export const CONSOLE_PROBLEMS = {
  'request.invalid': { status: 400, title: 'The request is not as the interface takes it' },
  'request.too-large': { status: 413, title: 'The body is too large' },
  'request.too-many': { status: 429, title: 'Too many requests at once' },
  'request.no-such-address': { status: 404, title: 'There is nothing at this address' },
  'access.sign-in-needed': { status: 401, title: 'Sign in first' },
  'access.sign-in-wrong': { status: 401, title: 'The name or the password is wrong' },
  'access.too-many-failures': { status: 429, title: 'Too many attempts' },
  'access.password-change-needed': { status: 403, title: 'The one-time password is to be changed first' },
  'access.not-allowed': { status: 403, title: 'Your role does not allow this' },
  'access.foreign-origin': { status: 403, title: 'The request came from another site' },
  'access.no-operators': { status: 403, title: 'This box has no operators yet' },
  'access.plain-http': { status: 403, title: 'The console is not served over plain HTTP' },
  'account.password-weak': { status: 422, title: 'The password is too weak' },
  'camera.unknown': { status: 404, title: 'There is no such camera' },
  'camera.no-picture': { status: 404, title: 'The camera has shown no picture yet' },
  'picture.unreadable': { status: 422, title: 'This is no picture that can be read' },
  'rules.refused': { status: 422, title: 'The rules cannot be used as they are written' },
  'rules.edit-impossible': { status: 422, title: 'The text is written in a way that cannot be edited by fields' },
  'rules.overtaken': { status: 412, title: 'The rules were changed meanwhile' },
  'rules.if-match-needed': { status: 428, title: 'Say which rules the draft was made from' },
  'rules.unchanged': { status: 422, title: 'Nothing is changed' },
  'rules.assigned': { status: 409, title: 'The cloud assigns the rules' },
  'rules.not-writable': { status: 409, title: 'The rule file cannot be written' },
  'rules.version-unknown': { status: 404, title: 'There is no such version' },
  'backtest.busy': { status: 409, title: 'Another backtest runs' },
  'backtest.unknown': { status: 404, title: 'There is no such backtest' },
  'backtest.days-wrong': { status: 422, title: 'These days cannot be played' },
  'lead.unknown': { status: 404, title: 'Nothing of the kind is remembered' },
  'service.busy': { status: 503, title: 'The box is busy' },
  'service.failed': { status: 500, title: 'The request failed' },
} as const satisfies Record<string, { readonly status: number; readonly title: string }>;

/** Code of what the console's interface refuses. */
export type ConsoleProblemCode = keyof typeof CONSOLE_PROBLEMS;

/** Media type of every answer that is not a success (RFC 9457). */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** Ends a request with a coded problem. */
export class ConsoleProblem extends Error {
  override readonly name = 'ConsoleProblem';
  readonly retryAfterSeconds: number | null;

  /** @param detail what happened, where, and what mends it */
  constructor(
    readonly code: ConsoleProblemCode,
    detail: string,
    options: { retryAfterSeconds?: number } = {},
  ) {
    super(detail);
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}

/** The body of a problem. */
export function toProblem(code: ConsoleProblemCode, detail: string): Problem {
  const { status, title } = CONSOLE_PROBLEMS[code];
  return { type: `urn:lamppost:problem:${code}`, title, status, detail, code };
}
