import type { Permission } from './permissions.js';

/**
 * What a route asks of those who call it: a permission, to be signed in, the key of a gateway (`device`), the token of a scraper (`metrics`),
 * or nothing (`public`).
 */
export type RoutePermission = Permission | 'signed-in' | 'device' | 'metrics' | 'public';

/** Whether a person must be signed in for it. */
export function isForPeople(permission: RoutePermission): permission is Permission | 'signed-in' {
  return permission !== 'device' && permission !== 'metrics' && permission !== 'public';
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Checked before the body is read, and shown in the OpenAPI description as `x-permission`. */
    readonly permission?: RoutePermission;
  }
}
