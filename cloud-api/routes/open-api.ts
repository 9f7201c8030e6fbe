import swagger from '@fastify/swagger';
import { jsonSchemaTransform, jsonSchemaTransformObject } from 'fastify-type-provider-zod';
import { SESSION_COOKIE } from '../sessions/people-access.js';
import { isForPeople } from '../access/route-permission.js';
import type { CloudApp } from './cloud-services.js';
import { withBodyProblems } from './problem-responses.js';

/** The body of any request but these is read, whether the route wants one or not. */
const WITHOUT_BODY: readonly unknown[] = ['GET', 'HEAD'];

/** Adds what a route asks of people: how they sign in, and the permission; and how bodies are refused. */
const describeRoute: typeof jsonSchemaTransform = (given) => {
  const { response } = given.schema;
  const isRead = !WITHOUT_BODY.includes(given.route.method) && typeof response === 'object' && response !== null;
  const described = jsonSchemaTransform(
    isRead ? { ...given, schema: { ...given.schema, response: withBodyProblems(response) } } : given,
  );
  const { permission } = given.route.config ?? {};
  if (permission === undefined) return described;
  const schema = { ...described.schema, 'x-permission': permission };
  if (!isForPeople(permission)) return { ...described, schema };
  const security = [{ session: [] }, { accessCode: [] }];
  return { ...described, schema: { ...schema, security } };
};

/** Describes the interface as OpenAPI 3.1, from the schemas of the routes. Call it before they are added. */
export function describeInterface(app: CloudApp, version: string): void {
  void app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Lamppost cloud',
        version,
        description:
          'Takes signed evidence packages of gateways in and shows the candidate cases they open. Errors are RFC 9457 problems with a stable `code`.',
      },
      servers: [{ url: '/' }],
      tags: [
        { name: 'gateways', description: 'What gateways send' },
        { name: 'people', description: 'What officers read' },
        { name: 'administration', description: 'Accounts, bureaus, areas, power lists, audit' },
        { name: 'public', description: 'What anybody may read' },
        { name: 'service', description: 'What watches over the cloud' },
      ],
      components: {
        securitySchemes: {
          device: {
            type: 'http',
            scheme: 'bearer',
            bearerFormat: 'JWT',
            description: 'Signed by the gateway key (EdDSA)',
          },
          session: { type: 'apiKey', in: 'cookie', name: SESSION_COOKIE },
          accessCode: {
            type: 'http',
            scheme: 'bearer',
            description: 'The access code itself, or a token of POST /api/v1/tokens',
          },
          metricsToken: { type: 'http', scheme: 'bearer' },
        },
      },
    },
    transform: describeRoute,
    transformObject: jsonSchemaTransformObject,
  });
  app.get('/openapi.json', { schema: { hide: true } }, async (_request, reply) => await reply.send(app.swagger()));
}
