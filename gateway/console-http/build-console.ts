import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import websocket from '@fastify/websocket';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { answerProblems } from './answer-problems.js';
import { addRuleDeskRoutes } from '../rule-desk/routes/add-rule-desk-routes.js';
import type { ConsoleApp } from './console-app.js';
import type { ConsoleServices } from './console-services.js';
import { addBoxRoutes } from './box-routes.js';
import { findRefusal } from './guard.js';
import { addLiveRoutes } from './live-routes.js';
import { addModelRoutes } from './model-routes.js';
import { addPageRoutes } from './page-routes.js';
import { addSessionRoutes } from './session-routes.js';

/** Under it all of the console's interface stands. */
const BASE = '/api/console/v1';
/** What a page says over a WebSocket is short. */
const MOST_SAID_BYTES = 1024;

/** Adds the operators' page and its interface to the gateway's HTTP server. */
export async function buildConsole(app: ConsoleApp, services: ConsoleServices): Promise<void> {
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerProblems(app, services.log);
  await app.register(helmet, {
    // The page's components write style sheets; each answer lets its own in.
    enableCSPNonces: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", 'blob:'],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: services.isTls,
    referrerPolicy: { policy: 'no-referrer' },
  });
  await app.register(cookie);
  await addPageRoutes(app, services);
  await app.register(
    async (api) => {
      await api.register(websocket, { options: { maxPayload: MOST_SAID_BYTES } });
      api.addHook('onRequest', (request, reply, done) => {
        void reply.header('cache-control', 'no-store');
        done(findRefusal(request, services) ?? undefined);
      });
      addSessionRoutes(api, services);
      addBoxRoutes(api, services);
      addLiveRoutes(api, services);
      addModelRoutes(api, services);
      addRuleDeskRoutes(api, services);
    },
    { prefix: BASE },
  );
}
