import { type AddressInfo, type Socket, connect, createServer } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';

/** How the line behaves. */
export interface LineOptions {
  readonly targetPort: number;
  /** Bytes per second from the client to the server; Infinity does not hold anything back. */
  readonly upstreamBytesPerSecond: number;
}

/** A line that can be slowed and cut. */
export interface TcpProxy {
  readonly port: number;
  /** Bytes that went from clients to the server. */
  upstreamBytes(): number;
  /** Cuts every connection, and refuses new ones until {@link TcpProxy.mend}. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
}

const SLICE_MS = 50;

/** Starts a line from a free port to a server on this machine. */
export async function startTcpProxy(options: LineOptions): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let upstream = 0;
  let isCut = false;
  const server = createServer((client) => {
    if (isCut) {
      client.destroy();
      return;
    }
    const target = connect(options.targetPort, '127.0.0.1');
    for (const [socket, other] of [
      [client, target],
      [target, client],
    ] as const) {
      sockets.add(socket);
      socket.on('error', () => other.destroy());
      socket.on('close', () => {
        sockets.delete(socket);
        other.destroy();
      });
    }
    target.pipe(client);
    void (async () => {
      for await (const chunk of client as AsyncIterable<Buffer>) {
        const slice = Math.max(1, Math.floor((options.upstreamBytesPerSecond * SLICE_MS) / 1000));
        for (let at = 0; at < chunk.length; at += slice) {
          const part = chunk.subarray(at, Math.min(chunk.length, at + slice));
          target.write(part);
          upstream += part.length;
          if (Number.isFinite(slice)) await wait(SLICE_MS);
        }
      }
      target.end();
    })().catch(() => target.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const cutAll = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port,
    upstreamBytes: () => upstream,
    cut: () => {
      isCut = true;
      cutAll();
    },
    mend: () => {
      isCut = false;
    },
    close: async () => {
      cutAll();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
