import { createServer, type AddressInfo } from 'node:net';

/** A port of 127.0.0.1 that nothing listens on now; somebody else may take it before it is used. */
export async function findFreePort(): Promise<number> {
  return await new Promise((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}
