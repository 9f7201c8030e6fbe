import { Readable } from 'node:stream';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { UPLOADS_PATH } from '../ingest/upload-server.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { deviceProblems } from './problem-responses.js';

/** A body as the web knows it, without the copy of each piece that `Readable.toWeb` makes. It leaves the connection open when it is given up. */
function toWebStream(body: Readable): ReadableStream<Uint8Array> {
  const pieces = body.iterator({ destroyOnReturn: false }) as AsyncIterator<Buffer, undefined>;
  return new ReadableStream({
    pull: async (controller) => {
      const { done, value } = await pieces.next();
      if (done === true) controller.close();
      else controller.enqueue(value);
    },
    cancel: async () => {
      await pieces.return?.();
    },
  });
}

/** The request as the upload server takes it, with its body still flowing. */
function toWebRequest(request: FastifyRequest): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.headers)) {
    if (typeof value === 'string') headers.set(name, value);
  }
  // Only path and method matter: addresses that go out are built from the configuration.
  const url = new URL(request.url, 'http://cloud.invalid');
  const { method } = request;
  return request.body instanceof Readable
    ? new Request(url, { method, headers, body: toWebStream(request.body), duplex: 'half' })
    : new Request(url, { method, headers });
}

/** Reads to its end what a refusal left of a body: unread, it would hold up the next request on the connection. */
function drain({ body }: FastifyRequest): void {
  if (body instanceof Readable) body.removeAllListeners('data').removeAllListeners('readable').resume();
}

/** Resumable uploads of evidence packages (tus 1.0.0), for enrolled gateways. */
export function addUploadRoutes(app: CloudApp, services: CloudServices): void {
  const { authenticate, uploads } = services;

  void app.register((scope: CloudApp, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('application/offset+octet-stream', (_request, payload, parsed) => {
      parsed(null, payload); // not read here: it goes to the disk as it comes
    });
    const answer = async (request: FastifyRequest, reply: FastifyReply) => {
      const { gatewayId } = await authenticate(request.headers.authorization);
      const { status, headers } = await uploads.handle(toWebRequest(request), gatewayId).finally(() => {
        drain(request);
      });
      return await reply.code(status).headers(headers).send();
    };
    const describe = (summary: string, status: number) => ({
      tags: ['gateways'],
      summary,
      security: [{ device: [] }],
      response: {
        [status]: z.null().describe('Done; what there is to tell stands in the headers of tus'),
        ...deviceProblems(
          'upload.metadata-invalid',
          'upload.not-found',
          'upload.gone',
          'upload.offset-conflict',
          'upload.too-large',
          'upload.protocol',
          'upload.version',
          'service.busy',
        ),
      },
    });
    const config = { permission: 'device' } as const;
    scope.post(UPLOADS_PATH, { config, schema: describe('Begin an upload (tus creation)', 201) }, answer);
    scope.options(UPLOADS_PATH, { config, schema: describe('What the upload server supports (tus)', 204) }, answer);
    scope.head(`${UPLOADS_PATH}/:id`, { config, schema: describe('Offset of an upload (tus)', 200) }, answer);
    scope.patch(`${UPLOADS_PATH}/:id`, { config, schema: describe('Go on with an upload (tus)', 204) }, answer);
    scope.delete(
      `${UPLOADS_PATH}/:id`,
      { config, schema: describe('Give up an upload (tus termination)', 204) },
      answer,
    );
    done();
  });
}
