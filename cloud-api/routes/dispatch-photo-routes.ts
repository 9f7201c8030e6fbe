import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Sha256Hex } from '@lamppost/contracts';
import { z } from 'zod';
import { mayDo } from '../access/actor.js';
import { readSubject } from '../dispatch/read-subject.js';
import { ProblemError } from '../errors/problem-error.js';
import { openKept } from '../evidence-store/open-kept.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { Reason } from './open-guarded.js';
import { peopleProblems } from './problem-responses.js';

const MAX_PHOTO_BYTES = 10 * 1024 * 1024;
const JPEG_START = Buffer.from([0xff, 0xd8, 0xff]);

const params = z.object({ dispatchId: z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER) });
const KeptPhoto = z.object({ sha256: Sha256Hex, sizeBytes: z.int().min(1) });
const photoContent = { description: 'The photo', content: { 'image/jpeg': { schema: z.unknown() } } };

/** Photos that patrols take on site. They show whoever stood there, so they open like a sealed original: with a reason that is logged. */
export function addDispatchPhotoRoutes(app: CloudApp, services: CloudServices): void {
  const { access, audit, clock, database, store } = services;

  app.get(
    '/api/v1/dispatches/:dispatchId/photos/:sha256',
    {
      config: { permission: 'original.read' },
      schema: {
        tags: ['people'],
        summary: 'A photo that a patrol took, with a reason that is logged',
        params: params.extend({ sha256: Sha256Hex }),
        querystring: z.strictObject({ reason: Reason.optional() }),
        response: {
          200: photoContent,
          ...peopleProblems('dispatch.not-found', 'access.reason-needed', 'service.evidence-lost'),
        },
      },
    },
    async (request, reply) => {
      const { dispatchId, sha256 } = request.params;
      const { reason } = request.query;
      const who = await access.requireActor(request, 'original.read');
      const { caseId, subject } = await readSubject(database, who, dispatchId);
      if (!mayDo(who, 'original.read', subject))
        throw new ProblemError('access.not-allowed', `${who.displayName} may not open photos of ${caseId}`);
      const photo = await database
        .selectFrom('dispatch_photos')
        .select('size_bytes')
        .where('dispatch_id', '=', dispatchId)
        .where('sha256', '=', sha256)
        .executeTakeFirst();
      if (photo === undefined)
        throw new ProblemError('dispatch.not-found', `The dispatch ${dispatchId} has no such photo`);
      if (reason === undefined) throw new ProblemError('access.reason-needed', 'A photo shows whoever stood there');
      await audit.record({
        who,
        action: 'original.read',
        subject: { kind: 'case', id: caseId },
        what: { dispatchId, sha256 },
        from: request.ip,
        why: reason,
      });
      const stored = await openKept(store, sha256);
      return await reply
        .type('image/jpeg')
        .header('cache-control', 'private, no-store')
        .header('content-length', stored.sizeBytes)
        .send(stored.stream);
    },
  );

  void app.register((scope: CloudApp, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('image/jpeg', { parseAs: 'buffer' }, (_request, body, parsed) => {
      parsed(null, body);
    });
    scope.post(
      '/api/v1/dispatches/:dispatchId/photos',
      {
        bodyLimit: MAX_PHOTO_BYTES,
        config: { permission: 'case.verify-on-site' },
        schema: {
          tags: ['people'],
          summary: 'Send a photo that was taken on site, as image/jpeg',
          params,
          response: {
            201: KeptPhoto,
            ...peopleProblems(
              'dispatch.not-found',
              'dispatch.photo-invalid',
              'request.too-large',
              'request.media-type',
            ),
          },
        },
      },
      async (request, reply) => {
        const { dispatchId } = request.params;
        const actor = await access.requireActor(request, 'case.verify-on-site');
        const { caseId, subject } = await readSubject(database, actor, dispatchId);
        if (!mayDo(actor, 'case.verify-on-site', subject))
          throw new ProblemError('access.not-allowed', `${actor.displayName} may not report on ${caseId}`);
        const body: unknown = request.body;
        if (!Buffer.isBuffer(body) || !body.subarray(0, JPEG_START.length).equals(JPEG_START))
          throw new ProblemError('dispatch.photo-invalid', 'The body does not begin as a JPEG does');
        const sha256 = createHash('sha256').update(body).digest('hex');
        await store.put(sha256, () => Promise.resolve(Readable.from([body])));
        await database
          .insertInto('dispatch_photos')
          .values({
            dispatch_id: dispatchId,
            sha256,
            size_bytes: body.length,
            received_at_ms: clock.nowMs(),
            account_id: actor.accountId,
          })
          .onConflict((conflict) => conflict.columns(['dispatch_id', 'sha256']).doNothing())
          .execute();
        return await reply.code(201).send({ sha256, sizeBytes: body.length });
      },
    );
    done();
  });
}
