import { Problem } from '@lamppost/contracts';
import { CATALOGUE, type ErrorCode } from '../errors/catalogue.js';
import { PROBLEM_MEDIA_TYPE } from '../errors/problem-error.js';

/** How OpenAPI describes an answer that is a problem. */
interface ProblemResponse {
  readonly description: string;
  readonly content: { readonly [PROBLEM_MEDIA_TYPE]: { readonly schema: typeof Problem } };
}

/** The answers of a route for these codes, by status; those that any route may give are added. */
export function problemResponses(...codes: readonly ErrorCode[]): Record<number, ProblemResponse> {
  const responses: Record<number, ProblemResponse> = {};
  for (const code of new Set<ErrorCode>([...codes, 'request.invalid', 'service.internal'])) {
    const { status, titleEn } = CATALOGUE[code];
    const earlier = responses[status];
    const line = `\`${code}\`: ${titleEn}`;
    responses[status] = {
      description: earlier === undefined ? line : `${earlier.description}; ${line}`,
      content: { [PROBLEM_MEDIA_TYPE]: { schema: Problem } },
    };
  }
  return responses;
}

/** The answers of a route for people: those for these codes, and those by which somebody is not let in. */
export function peopleProblems(...codes: readonly ErrorCode[]): Record<number, ProblemResponse> {
  return problemResponses(
    'access.sign-in-needed',
    'access.code-wrong',
    'access.not-allowed',
    'access.password-change-needed',
    'access.too-many-failures',
    ...codes,
  );
}
