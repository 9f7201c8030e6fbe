import type { Permission } from './permissions.js';

/** What a route asks of those who call it: a permission, the key of a gateway (`device`), or nothing (`public`). */
export type RoutePermission = Permission | 'device' | 'public';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Checked before the body is read, and shown in the OpenAPI description as `x-permission`. */
    readonly permission?: RoutePermission;
  }
}
