import { join } from 'node:path';
import fastifyStatic from '@fastify/static';
import { findPackageRoot } from '../package-root.js';
import type { CloudApp } from './cloud-services.js';

const PROGRAM = /^\/[a-z0-9-]+\.js$/;
const SERVED = /^\/[a-z0-9-]*(\.html|\.css|\.svg|\.js)?$/;

/** The bureau's page, with the client that it asks by: what stands in `console/`, and the programs compiled from it. */
export function addConsoleRoutes(app: CloudApp): void {
  const root = findPackageRoot();
  void app.register(fastifyStatic, {
    root: join(root, 'dist', 'client'),
    prefix: '/client/',
    index: false,
    decorateReply: false,
    cacheControl: false,
    allowedPath: (path) => PROGRAM.test(path.replace(/^\/client/, '')),
    setHeaders: (response) => {
      void response.header('cache-control', 'no-cache');
    },
  });
  void app.register(fastifyStatic, {
    root: [join(root, 'console'), join(root, 'dist', 'console')],
    prefix: '/',
    index: ['index.html'],
    cacheControl: false,
    // Sources, type declarations and tests lie in the same folders.
    allowedPath: (path) => SERVED.test(path),
    setHeaders: (response) => {
      void response.header('cache-control', 'no-cache');
    },
  });
}
