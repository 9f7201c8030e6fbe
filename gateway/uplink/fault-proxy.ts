import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP proxy for tests that counts what passes to the server and can end it there. */
export interface FaultProxy {
  readonly url: string;
  /** Bytes that passed to the server since the last {@link FaultProxy.limit}. */
  bytesPassed(): number;
  /** Counts from 0 again; once `bytes` have passed, `cut` breaks the connection (once), `hold` lets nothing more pass. Null: no limit. */
  limit(bytes: number | null, fault?: 'cut' | 'hold'): void;
  /** Resolves when a limit was reached. */
  reached(): Promise<void>;
  close(): Promise<void>;
}

/** Starts a proxy on the loopback interface before the server on `port`, itself on `ownPort` or any that is free. */
export async function startFaultProxy(port: number, ownPort = 0): Promise<FaultProxy> {
  const sockets = new Set<Socket>();
  let passed = 0;
  let limit = Infinity;
  let fault: 'cut' | 'hold' = 'cut';
  let waiting: (() => void)[] = [];

  const server = createServer((client) => {
    const upstream = connect(port, '127.0.0.1');
    const end = (): void => {
      for (const socket of [client, upstream]) {
        socket.destroy();
        sockets.delete(socket);
      }
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', end);
      socket.on('close', end);
    }
    upstream.pipe(client);
    client.on('data', (chunk) => {
      const room = limit - passed;
      const passing = chunk.subarray(0, Math.max(0, Math.min(room, chunk.length)));
      passed += passing.length;
      if (passing.length > 0 && !upstream.write(passing)) {
        client.pause();
        upstream.once('drain', () => client.resume());
      }
      if (chunk.length < room) return;
      for (const wake of waiting) wake();
      waiting = [];
      if (fault === 'hold') return;
      limit = Infinity;
      // What has passed is to arrive before the connection breaks.
      client.pause();
      upstream.end(end);
    });
  });
  server.listen(ownPort, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address() as AddressInfo;

  return {
    url: `http://127.0.0.1:${address.port}`,
    bytesPassed: () => passed,
    limit: (bytes, kind = 'cut') => {
      passed = 0;
      limit = bytes ?? Infinity;
      fault = kind;
    },
    reached: () => new Promise((resolve) => waiting.push(resolve)),
    close: async () => {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
