import { Problem } from '@lamppost/contracts';
import { z } from 'zod';
import { CATALOGUE, type ErrorCode } from '../errors/catalogue.js';
import { PROBLEM_MEDIA_TYPE } from '../errors/problem-error.js';

/** A problem as it is described: with every code that there is, so that clients made from the description know them. */
const DescribedProblem = Problem.extend({ code: z.enum(Object.keys(CATALOGUE) as [ErrorCode, ...ErrorCode[]]) });
// Each route may answer it several times: it is described once.
z.globalRegistry.add(DescribedProblem, { id: 'Problem' });

/** How OpenAPI describes an answer that is a problem. */
interface ProblemResponse {
  readonly description: string;
  readonly content: { readonly [PROBLEM_MEDIA_TYPE]: { readonly schema: typeof DescribedProblem } };
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
      content: { [PROBLEM_MEDIA_TYPE]: { schema: DescribedProblem } },
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
