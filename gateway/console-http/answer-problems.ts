import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import type { Logger } from 'pino';
import { ConsoleProblem, type ConsoleProblemCode, PROBLEM_MEDIA_TYPE, toProblem } from './console-problem.js';
import type { ConsoleApp } from './console-app.js';

function describeInvalid(error: FastifyError): string {
  if (!hasZodFastifySchemaValidationErrors(error)) return 'the request could not be read';
  const places = error.validation.map(({ instancePath, message }) => `${instancePath || '/'} ${message ?? ''}`);
  return `in the ${error.validationContext ?? 'request'}: ${places.join('; ')}`;
}

function classify(error: FastifyError | ConsoleProblem): { code: ConsoleProblemCode; detail: string } {
  if (error instanceof ConsoleProblem) return { code: error.code, detail: error.message };
  const status = error.statusCode ?? 500;
  if (status === 413) return { code: 'request.too-large', detail: 'the body is over the limit' };
  if (status >= 400 && status < 500) return { code: 'request.invalid', detail: describeInvalid(error) };
  return { code: 'service.failed', detail: 'the request could not be done; the log of the gateway says why' };
}

/** Sends a problem. */
function sendProblem(reply: FastifyReply, code: ConsoleProblemCode, detail: string): FastifyReply {
  const problem = toProblem(code, detail);
  return reply
    .code(problem.status)
    .header('cache-control', 'no-store')
    .type(PROBLEM_MEDIA_TYPE)
    .serializer(JSON.stringify)
    .send(problem);
}

/** Answers an address that no route is looked up for: it can't be decoded, or a part of it is longer than any ID. */
export function answerUnroutable(error: FastifyError, _request: FastifyRequest, reply: FastifyReply): void {
  if (error.code === 'FST_ERR_MAX_PARAM_LENGTH')
    sendProblem(reply, 'request.no-such-address', 'a part of the address is longer than any ID');
  else sendProblem(reply, 'request.invalid', 'the address could not be read');
}

/** Makes every error of the console's interface leave as a problem; unexpected ones are logged, and told without their inside. */
export function answerProblems(app: ConsoleApp, log: Logger): void {
  app.setErrorHandler((error: FastifyError | ConsoleProblem, request, reply) => {
    const { code, detail } = classify(error);
    if (code === 'service.failed') log.error({ err: error, route: request.routeOptions.url }, 'request failed');
    if (error instanceof ConsoleProblem && error.retryAfterSeconds !== null)
      void reply.header('retry-after', error.retryAfterSeconds);
    return sendProblem(reply, code, detail);
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(reply, 'request.no-such-address', `${request.method} ${request.url.split('?')[0] ?? ''}`),
  );
}
