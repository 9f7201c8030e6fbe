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

function addProblem(responses: Record<number, ProblemResponse>, code: ErrorCode): void {
  const { status, titleEn } = CATALOGUE[code];
  const earlier = responses[status];
  if (earlier?.description.includes(`\`${code}\``) === true) return;
  const line = `\`${code}\`: ${titleEn}`;
  responses[status] = {
    description: earlier === undefined ? line : `${earlier.description}; ${line}`,
    content: { [PROBLEM_MEDIA_TYPE]: { schema: DescribedProblem } },
  };
}

/** The answers of a route for these codes, by status; those that any route may give are added. */
export function problemResponses(...codes: readonly ErrorCode[]): Record<number, ProblemResponse> {
  const responses: Record<number, ProblemResponse> = {};
  for (const code of [...codes, 'request.invalid', 'service.internal'] as const) addProblem(responses, code);
  return responses;
}

/** The answers of a route whose method may bring a body, with those to a body that nobody reads. */
export function withBodyProblems(responses: object): object {
  const added: Record<number, ProblemResponse> = { ...responses };
  for (const code of ['request.too-large', 'request.media-type'] as const) addProblem(added, code);
  return added;
}

/** The answers of a route for gateways: those for these codes, and those by which one is not let in. */
export function deviceProblems(...codes: readonly ErrorCode[]): Record<number, ProblemResponse> {
  return problemResponses(
    'device.token-missing',
    'device.token-invalid',
    'device.key-unknown',
    'device.key-revoked',
    ...codes,
  );
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
