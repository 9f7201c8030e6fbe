import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { findPackageRoot } from '../package-root.js';
import type { CloudApp } from './cloud-services.js';

/** Where the page has the nonce that its style sheets are let in by. */
const NONCE = '%CSP_NONCE%';

/** The bureau's page, as it was built from `console/`. */
export function addConsoleRoutes(app: CloudApp): void {
  const built = join(findPackageRoot(), 'dist', 'console');
  // Of the programs only those compressed beforehand go out; a browser that takes none gets the others.
  void app.register(fastifyStatic, {
    root: join(built, 'assets'),
    prefix: '/assets/',
    index: false,
    preCompressed: true,
    // Their names change with what is in them.
    immutable: true,
    maxAge: '365d',
  });
  let page: string | null = null;
  app.get('/', { schema: { hide: true }, config: { permission: 'public' } }, async (_request, reply) => {
    page ??= readFileSync(join(built, 'index.html'), 'utf8');
    return await reply
      .header('content-type', 'text/html; charset=utf-8')
      .header('cache-control', 'no-store')
      .send(page.replace(NONCE, reply.cspNonce.style));
  });
  app.get(
    '/icon.svg',
    { schema: { hide: true }, config: { permission: 'public' } },
    async (_request, reply) => await reply.header('cache-control', 'no-cache').sendFile('icon.svg', built),
  );
}
