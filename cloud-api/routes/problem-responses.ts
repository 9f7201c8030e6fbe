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
  for (const code of [...codes, 'request.invalid', 'service.internal'] as const) {
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
