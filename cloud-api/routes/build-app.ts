import { randomUUID } from 'node:crypto';
import cookie from '@fastify/cookie';
import helmet from '@fastify/helmet';
import fastify, { LogController, type FastifyBaseLogger } from 'fastify';
import { serializerCompiler, validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { isForPeople } from '../access/route-permission.js';
import { answerErrors, answerUnroutable } from '../errors/answer-errors.js';
import { addAccountRoutes } from './account-routes.js';
import { addArrivingRoutes } from './arriving-routes.js';
import { addAssignmentRoutes } from './assignment-routes.js';
import { addAuditRoutes } from './audit-routes.js';
import { addCaseRoutes } from './case-routes.js';
import { addCaseStepRoutes } from './case-step-routes.js';
import { addPackageRoutes } from './package-routes.js';
import type { CloudApp, CloudServices } from './cloud-services.js';
import { addCoordinationRoutes } from './coordination-routes.js';
import { addConsoleRoutes } from './console-routes.js';
import { addCsvRoutes } from './csv-routes.js';
import { addDeskRoutes } from './desk-routes.js';
import { addDeviceAlarmRoutes } from './device-alarm-routes.js';
import { addDeviceGatewayRoutes } from './device-gateway-routes.js';
import { addDeviceImportRoutes } from './device-import-routes.js';
import { addDevicePublicRoutes } from './device-public-routes.js';
import { addDeviceRoutes } from './device-routes.js';
import { addDispatchPhotoRoutes } from './dispatch-photo-routes.js';
import { addDispatchRoutes } from './dispatch-routes.js';
import { addDocumentRoutes } from './document-routes.js';
import { addExchangeRoutes } from './exchange-routes.js';
import { addExportRoutes } from './export-routes.js';
import { addGatewayRoutes } from './gateway-routes.js';
import { addHealthRoutes } from './health-routes.js';
import { describeInterface } from './open-api.js';
import { addInspectionRoutes } from './inspection-routes.js';
import { addJointRoutes } from './joint-routes.js';
import { addJurisdictionRoutes } from './jurisdiction-routes.js';
import { addMapRoutes } from './map-routes.js';
import { addOidcRoutes } from './oidc-routes.js';
import { addPaperRoutes } from './paper-routes.js';
import { addProofRoutes } from './proof-routes.js';
import { addReminderRoutes } from './reminder-routes.js';
import { addRolloutRoutes } from './rollout-routes.js';
import { addSessionRoutes } from './session-routes.js';
import { addStatisticsRoutes } from './statistics-routes.js';
import { addUploadRoutes } from './upload-routes.js';
import { addVerdictRoutes } from './verdict-routes.js';
import { addWebhookRoutes } from './webhook-routes.js';

const MAX_JSON_BYTES = 64 * 1024;
const INTERFACE_VERSION = '1.0.0';

/** Puts the HTTP application together; it does not listen yet. */
export async function buildApp(services: CloudServices): Promise<CloudApp> {
  const { access, config, log, metrics, cookieSecret } = services;
  const logger: FastifyBaseLogger = log.child({ component: 'http' });
  const app: CloudApp = fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    trustProxy: [...config.trustedProxies],
    bodyLimit: MAX_JSON_BYTES,
    forceCloseConnections: 'idle',
    // It stands in the steps of cases, so it is one over all replicas.
    genReqId: () => randomUUID(),
    frameworkErrors: (error, request, reply) => {
      void answerUnroutable(error, request, reply);
    },
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  answerErrors(app);

  const isHttps = config.publicUrl?.startsWith('https:') === true;
  await app.register(helmet, {
    // The page's components write style sheets; each answer lets its own in.
    enableCSPNonces: true,
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"],
        scriptSrc: ["'self'"],
        styleSrc: ["'self'"],
        imgSrc: ["'self'", ...(config.mapTilesUrl === null ? [] : [new URL(config.mapTilesUrl).origin])],
        connectSrc: ["'self'"],
        mediaSrc: ["'self'"],
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

  app.addHook('onRequest', async (request) => {
    const { permission } = request.routeOptions.config;
    if (permission === undefined || !isForPeople(permission)) return;
    if (permission === 'signed-in') await access.requireSignedIn(request);
    else await access.requireActor(request, permission);
  });

  describeInterface(app, INTERFACE_VERSION);
  app.after(() => {
    addGatewayRoutes(app, services);
    addAssignmentRoutes(app, services);
    addDeviceGatewayRoutes(app, services);
    addDeviceRoutes(app, services);
    addDeviceImportRoutes(app, services);
    addDeviceAlarmRoutes(app, services);
    addDevicePublicRoutes(app, services);
    addUploadRoutes(app, services);
    addArrivingRoutes(app, services);
    addPackageRoutes(app, services);
    addProofRoutes(app, services);
    addReminderRoutes(app, services);
    addSessionRoutes(app, services);
    addOidcRoutes(app, services);
    addAccountRoutes(app, services);
    addAuditRoutes(app, services);
    addJurisdictionRoutes(app, services);
    addCoordinationRoutes(app, services);
    addMapRoutes(app, services);
    addCaseRoutes(app, services);
    addJointRoutes(app, services);
    addInspectionRoutes(app, services);
    addPaperRoutes(app, services);
    addExportRoutes(app, services);
    addExchangeRoutes(app, services);
    addCaseStepRoutes(app, services);
    addDeskRoutes(app, services);
    addDispatchRoutes(app, services);
    addDispatchPhotoRoutes(app, services);
    addDocumentRoutes(app, services);
    addRolloutRoutes(app, services);
    addVerdictRoutes(app, services);
    addStatisticsRoutes(app, services);
    addCsvRoutes(app, services);
    addWebhookRoutes(app, services);
    addHealthRoutes(app, services);
    addConsoleRoutes(app);
  });
  await app.ready();
  return app;
}
