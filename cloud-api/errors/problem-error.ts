import type { Problem } from '@lamppost/contracts';
import { CATALOGUE, type ErrorCode } from './catalogue.js';

/** Media type of every answer that is not a success (RFC 9457). */
export const PROBLEM_MEDIA_TYPE = 'application/problem+json';

/** Ends a request with a coded problem. `detail` says what happened and where; the mend of the catalogue is added to it. */
export class ProblemError extends Error {
  override readonly name = 'ProblemError';
  readonly code: ErrorCode;
  readonly retryAfterSeconds: number | null;

  constructor(code: ErrorCode, detail: string, options: { retryAfterSeconds?: number; cause?: unknown } = {}) {
    super(detail, { cause: options.cause });
    this.code = code;
    this.retryAfterSeconds = options.retryAfterSeconds ?? null;
  }
}

/** The body of a problem, with its title in the reader's language. */
export function toProblem(code: ErrorCode, detail: string, language: 'zh' | 'en'): Problem {
  const { status, titleZh, titleEn, mend } = CATALOGUE[code];
  return {
    type: `urn:lamppost:problem:${code}`,
    title: language === 'zh' ? titleZh : titleEn,
    status,
    detail: `${detail}${/[.!?]$/.test(detail) ? '' : '.'} ${mend}`,
    code,
  };
}
