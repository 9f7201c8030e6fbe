import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { ConsoleApp } from './console-app.js';
import { closedPage } from './closed-page.js';
import { type GuardOptions, findClosed } from './guard.js';

/** Where the page has the nonce that its style sheets are let in by. */
const NONCE = '%CSP_NONCE%';

/** The workspace's folder, from its sources as well as from what is compiled of them. */
function findPackage(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'package.json'))) directory = dirname(directory);
  return directory;
}

/** The operators' page, as it was built from `console/`. */
export async function addPageRoutes(app: ConsoleApp, guard: GuardOptions): Promise<void> {
  const built = join(findPackage(), 'dist', 'console');
  const html = { 'content-type': 'text/html; charset=utf-8', 'cache-control': 'no-store' };
  app.get('/', { config: { opensTo: 'nobody' } }, async (request, reply) => {
    const closed = findClosed(request, guard);
    if (closed !== null) return await reply.code(403).headers(html).send(closedPage(closed));
    // Read each time: when the box is upgraded, the page that names its new programs is the one to be sent.
    const page = readFileSync(join(built, 'index.html'), 'utf8');
    return await reply.headers(html).send(page.replace(NONCE, reply.cspNonce.style));
  });
  // A box whose page was not built judges and sends all the same.
  if (!existsSync(join(built, 'assets'))) return;
  // Of the programs only those compressed beforehand go out; a browser that takes none gets the others.
  await app.register(fastifyStatic, {
    root: join(built, 'assets'),
    prefix: '/assets/',
    index: false,
    preCompressed: true,
    // Their names change with what is in them.
    immutable: true,
    maxAge: '365d',
  });
  app.get(
    '/icon.svg',
    { config: { opensTo: 'nobody' } },
    async (_request, reply) => await reply.header('cache-control', 'no-cache').sendFile('icon.svg', built),
  );
}
