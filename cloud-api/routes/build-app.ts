import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import fastify, { LogController, type FastifyBaseLogger } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { answerErrors } from '../errors/answer-errors.js';
import { addCaseRoutes } from './case-routes.js';
import { addPackageRoutes } from './package-routes.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { addConsoleRoutes } from './console-routes.js';
import { addGatewayRoutes } from './gateway-routes.js';
import { addHealthRoutes } from './health-routes.js';
import { describeInterface } from './open-api.js';
import { addProofRoutes } from './proof-routes.js';
import { addReminderRoutes } from './reminder-routes.js';
import { addSessionRoutes } from './session-routes.js';
import { addUploadRoutes } from './upload-routes.js';

const MAX_JSON_BYTES = 64 * 1024;
const INTERFACE_VERSION = '1.0.0';

/** Puts the HTTP application together; it does not listen yet. */
export async function buildApp(services: CloudServices): Promise<CloudApp> {
  const { config, log, metrics, cookieSecret } = services;
  const logger: FastifyBaseLogger = log.child({ component: 'http' });
  const app: CloudApp = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: [...config.trustedProxies],
    bodyLimit: MAX_JSON_BYTES,
    forceCloseConnections: 'idle',
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerErrors(app);

  const isHttps = config.publicUrl?.startsWith('https:') === true;
  await app.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'"],
        connectSrc: ["'self'"],
        formAction: ["'self'"],
        baseUri: ["'none'"],
        frameAncestors: ["'none'"],
      },
    },
    strictTransportSecurity: isHttps,
    referrerPolicy: { policy: 'no-referrer' },
  });
  await app.register(cookie, { secret: cookieSecret });
  app.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const labels = { method: request.method, route, status: reply.statusCode.toString() };
    metrics.requestSeconds.observe(labels, reply.elapsedTime / 1_000);
    request.log.debug({ ...labels, elapsedMs: reply.elapsedTime }, 'request answered');
    done();
  });

  describeInterface(app, INTERFACE_VERSION);
  app.after(() => {
    addGatewayRoutes(app, services);
    addUploadRoutes(app, services);
    addPackageRoutes(app, services);
    addProofRoutes(app, services);
    addReminderRoutes(app, services);
    addSessionRoutes(app, services);
    addCaseRoutes(app, services);
    addHealthRoutes(app, services);
    addConsoleRoutes(app);
  });
  await app.ready();
  return app;
}
