import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** A line to a server on this machine, for tests: it counts what passes to the server, and can be slow, stand still, or break. */
export interface FaultProxy {
  readonly port: number;
  readonly url: string;
  /** Bytes that passed to the server since the last {@link FaultProxy.limit}. */
  bytesPassed(): number;
  /** Counts from 0 again; once `bytes` have passed, `cut` breaks the connection (once), `hold` lets nothing more pass. Null: no limit. */
  limit(bytes: number | null, fault?: 'cut' | 'hold'): void;
  /** Resolves when a limit was reached. */
  reached(): Promise<void>;
  /** Bytes a second that each connection carries to the server from now on; Infinity holds nothing back. */
  slow(bytesPerSecond: number): void;
  /** Breaks every connection, by an end or by a reset, and refuses new ones until {@link FaultProxy.mend}. */
  cut(how?: 'end' | 'reset'): void;
  mend(): void;
  close(): Promise<void>;
}

const SLICE_MS = 50;

/** Starts a proxy on the loopback interface before the server on `port`, itself on `ownPort` or any that is free. */
export async function startFaultProxy(port: number, ownPort = 0): Promise<FaultProxy> {
  const sockets = new Set<Socket>();
  let passed = 0;
  let limit = Infinity;
  let fault: 'cut' | 'hold' = 'cut';
  let bytesPerSecond = Infinity;
  let isCut = false;
  const waiting: (() => void)[] = [];
  const held: (() => void)[] = [];

  /** Passes on what there is room for; the rest of a chunk waits. @returns whether the connection goes on */
  const pass = async (chunk: Buffer, upstream: Socket): Promise<boolean> => {
    let rest = chunk;
    while (rest.length > 0) {
      const slice = Math.max(1, Math.floor((bytesPerSecond * SLICE_MS) / 1000));
      const part = rest.subarray(0, Math.max(0, Math.min(slice, limit - passed)));
      rest = rest.subarray(part.length);
      passed += part.length;
      if (part.length > 0 && !upstream.write(part))
        await Promise.race([once(upstream, 'drain'), once(upstream, 'close')]);
      if (upstream.destroyed) return false;
      if (passed >= limit) {
        for (const wake of waiting.splice(0)) wake();
        if (fault === 'cut') {
          limit = Infinity;
          return false;
        }
        await new Promise<void>((resolve) => held.push(resolve));
      } else if (Number.isFinite(slice)) await wait(SLICE_MS);
    }
    return true;
  };

  const server = createServer((client) => {
    if (isCut) {
      client.destroy();
      return;
    }
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
    void (async () => {
      for await (const chunk of client as AsyncIterable<Buffer>) if (!(await pass(chunk, upstream))) break;
      // What has passed is to arrive before the connection breaks.
      upstream.end(end);
    })().catch(end);
  });
  server.listen(ownPort, '127.0.0.1');
  await once(server, 'listening');
  const { port: listeningPort } = server.address() as AddressInfo;
  const release = (): void => {
    for (const wake of held.splice(0)) wake();
  };

  return {
    port: listeningPort,
    url: `http://127.0.0.1:${listeningPort}`,
    bytesPassed: () => passed,
    limit: (bytes, kind = 'cut') => {
      passed = 0;
      limit = bytes ?? Infinity;
      fault = kind;
      release();
    },
    reached: () => new Promise((resolve) => waiting.push(resolve)),
    slow: (rate) => {
      bytesPerSecond = rate;
    },
    cut: (how = 'end') => {
      isCut = true;
      for (const socket of sockets)
        if (how === 'reset') socket.resetAndDestroy();
        else socket.destroy();
      release();
    },
    mend: () => {
      isCut = false;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      release();
      server.close();
      await once(server, 'close');
    },
  };
}
