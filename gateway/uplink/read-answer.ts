import { Problem } from '@lamppost/contracts';
import type { Rejected, Retryable, Unauthorised } from './cloud-result.js';

/** The parts of an HTTP answer that decide what it means. */
export interface CloudAnswer {
  readonly status: number;
  readonly contentType: string | null;
  readonly retryAfter: string | null;
  readonly etag?: string | null;
  readonly body: string;
}

const LONGEST_RETRY_AFTER_S = 3600;
const SHOWN_CHARACTERS = 300;

/** Body as JSON; undefined when it is none. */
export function parseJson(body: string): unknown {
  try {
    return JSON.parse(body) as unknown;
  } catch {
    return undefined;
  }
}

/** The problem in an answer; null when it is something else, a page of a proxy for instance. */
export function parseProblem({ contentType, body }: CloudAnswer): Problem | null {
  if (!/^application\/problem\+json\b/i.test(contentType ?? '')) return null;
  const parsed = Problem.safeParse(parseJson(body));
  return parsed.success ? parsed.data : null;
}

/** Seconds of a Retry-After header (RFC 9110, 10.2.3) as milliseconds, at most an hour; undefined for a date or nonsense. */
function parseRetryAfterMs(header: string | null): number | undefined {
  return header !== null && /^\d{1,9}$/.test(header)
    ? Math.min(Number(header), LONGEST_RETRY_AFTER_S) * 1000
    : undefined;
}

/** An answer that leaves everything open. */
export function retryable(answer: CloudAnswer, doing: string): Retryable {
  const retryAfterMs = parseRetryAfterMs(answer.retryAfter);
  const said = parseProblem(answer)?.detail ?? answer.body.slice(0, SHOWN_CHARACTERS);
  return {
    status: 'retryable',
    isReached: true,
    ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
    cause: new Error(`${doing}: the cloud answered ${answer.status}${said === '' ? '' : `: ${said}`}`),
  };
}

/** No answer came. */
export function unreached(error: unknown, doing: string): Retryable {
  const reasons: string[] = [];
  // The reason of a failed fetch stands in the cause of its error.
  for (let each = error; each instanceof Error; each = each.cause) reasons.push(each.message);
  const cause = new Error(`${doing}: ${reasons.join(': ') || String(error)}`, { cause: error });
  return { status: 'retryable', isReached: false, cause };
}

/**
 * Reads an answer about a package that is no success. Only 422 with a problem of the cloud is a refusal: whatever stands between (a
 * proxy, a captive portal) may answer anything else, and must not make a package be given up.
 */
export function readFailure(answer: CloudAnswer, doing: string): Rejected | Unauthorised | Retryable {
  const problem = parseProblem(answer);
  if (answer.status === 422 && problem !== null)
    return { status: 'rejected', code: problem.code, detail: problem.detail };
  if (answer.status === 401 || answer.status === 403)
    return { status: 'unauthorised', detail: problem?.detail ?? `the cloud answered ${answer.status}` };
  return retryable(answer, doing);
}
