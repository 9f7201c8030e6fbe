import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { CATALOGUE, type ErrorCode } from './catalogue.js';
import { PROBLEM_MEDIA_TYPE, ProblemError, toProblem } from './problem-error.js';

function describeInvalid(error: FastifyError): string {
  if (!hasZodFastifySchemaValidationErrors(error)) return 'The request could not be read';
  const places = error.validation.map(
    ({ instancePath, message }) => `${instancePath || '/'} ${message ?? 'is not valid'}`,
  );
  return `In the ${error.validationContext ?? 'request'}: ${places.join('; ')}`;
}

/** What PostgreSQL says of text that holds NUL or half a surrogate pair, in a column or within JSON. */
const NO_TEXT = ['22021', '22P05', '22P02'];

function isNoText(error: FastifyError): boolean {
  const { routine = '' } = error as { routine?: string };
  return NO_TEXT.includes(error.code) && (error.code !== '22P02' || routine.startsWith('json'));
}

function classify(error: FastifyError | ProblemError): { code: ErrorCode; detail: string } {
  if (error instanceof ProblemError) return { code: error.code, detail: error.message };
  const status = error.statusCode ?? 500;
  if (status === 413) return { code: 'request.too-large', detail: 'The body is over the limit' };
  if (status === 415)
    return { code: 'request.media-type', detail: 'The body has a content type that is not taken here' };
  if (status >= 400 && status < 500) return { code: 'request.invalid', detail: describeInvalid(error) };
  if (isNoText(error))
    return { code: 'request.invalid', detail: 'The request holds a character that no text may hold' };
  return { code: 'service.internal', detail: 'The request could not be done' };
}

/** Sends a problem in the language that the request prefers. */
export function sendProblem(
  request: FastifyRequest,
  reply: FastifyReply,
  code: ErrorCode,
  detail: string,
): FastifyReply {
  const language = request.headers['accept-language']?.startsWith('zh') === true ? 'zh' : 'en';
  if (CATALOGUE[code].status === 401) void reply.header('www-authenticate', 'Bearer');
  return reply
    .code(CATALOGUE[code].status)
    .header('cache-control', 'no-store')
    .type(PROBLEM_MEDIA_TYPE)
    .serializer(JSON.stringify)
    .send(toProblem(code, detail, language));
}

/** Answers an address that no route is looked up for: it can't be decoded, or a part of it is longer than any ID. */
export function answerUnroutable(error: FastifyError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
  return error.code === 'FST_ERR_MAX_PARAM_LENGTH'
    ? sendProblem(request, reply, 'request.no-such-address', 'A part of the address is longer than any ID')
    : sendProblem(request, reply, 'request.invalid', 'The address could not be read');
}

/** Makes every error of the application leave as a problem of the catalogue; unexpected ones are logged, and told without their inside. */
export function answerErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError | ProblemError, request, reply) => {
    const { code, detail } = classify(error);
    if (CATALOGUE[code].status === 500) request.log.error({ err: error }, 'request failed');
    if (error instanceof ProblemError && error.retryAfterSeconds !== null)
      void reply.header('retry-after', error.retryAfterSeconds);
    return sendProblem(request, reply, code, detail);
  });
  app.setNotFoundHandler((request, reply) =>
    sendProblem(request, reply, 'request.no-such-address', `${request.method} ${request.url.split('?')[0] ?? ''}`),
  );
}
