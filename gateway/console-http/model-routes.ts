import { Models, TriedPicture } from '../console-shapes/models.js';
import type { ModelDesk } from '../model-desk/model-desk.js';
import type { ConsoleApp } from './console-app.js';
import { ConsoleProblem } from './console-problem.js';

/** Bytes of a picture that is tried, at most. */
const MOST_PICTURE_BYTES = 10 * 2 ** 20;

/** What the routes of the models work with. */
export interface ModelServices {
  readonly desk: Pick<ModelDesk, 'models' | 'try'>;
}

/** The models of the box, and a place to try a picture at. */
export function addModelRoutes(app: ConsoleApp, { desk }: ModelServices): void {
  app.get('/models', { schema: { response: { 200: Models } } }, async () => await desk.models());

  app.addContentTypeParser(
    ['image/jpeg', 'image/png'],
    { parseAs: 'buffer', bodyLimit: MOST_PICTURE_BYTES },
    (_request, body, done) => {
      done(null, body);
    },
  );
  app.post(
    '/models/try',
    { bodyLimit: MOST_PICTURE_BYTES, schema: { response: { 200: TriedPicture } } },
    async ({ body }) => {
      if (!Buffer.isBuffer(body))
        throw new ConsoleProblem('picture.unreadable', 'send a picture: image/jpeg or image/png');
      const result = await desk.try(body);
      switch (result.status) {
        case 'seen':
          return result.tried;
        case 'unreadable':
          throw new ConsoleProblem('picture.unreadable', result.reason);
        case 'busy':
          throw new ConsoleProblem('service.busy', 'another picture is looked at; try again', { retryAfterSeconds: 2 });
      }
    },
  );
}
