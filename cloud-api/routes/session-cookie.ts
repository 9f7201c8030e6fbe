import type { CookieSerializeOptions } from '@fastify/cookie';
import type { CloudConfig } from '../config/cloud-config.js';

/** How the session cookie is set and taken back: for this site alone, out of the reach of scripts. */
export function sessionCookie(config: CloudConfig): CookieSerializeOptions {
  const secure = config.secureCookie ?? config.publicUrl?.startsWith('https:') ?? false;
  return { path: '/', httpOnly: true, sameSite: 'strict', secure };
}
