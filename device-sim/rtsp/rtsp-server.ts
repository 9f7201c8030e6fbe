import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import type { Logger } from 'pino';
import { systemClock, type Clock } from '../clock.js';
import type { AccessUnitSource } from './access-unit.js';
import type { Credentials } from './digest.js';
import { MediaStream } from './media-stream.js';
import { RtspConnection } from './rtsp-connection.js';
import { openUdpPorts } from './udp-ports.js';

/** What an RTSP server is started with. */
export interface RtspServerOptions {
  readonly host: string;
  /** TCP port; 0 takes any free one. */
  readonly port: number;
  readonly credentials: Credentials;
  readonly log: Logger;
  readonly clock?: Clock;
  /** A client that is not heard of for so long is hung up on; 60,000 unless told. */
  readonly sessionTimeoutMs?: number;
}

/** An RTSP server that is listening. */
export interface RtspServer {
  readonly port: number;
  /** Pictures that clients missed because they read too slowly, over all sessions that have ended. */
  droppedAccessUnits(): number;
  /** Offers a source under `rtsp://host:port/{path}`. @throws Error when the path is taken */
  addStream(path: string, source: AccessUnitSource): void;
  /** Withdraws a path: its clients are told goodbye. */
  removeStream(path: string): void;
  close(): Promise<void>;
}

const DEFAULT_SESSION_TIMEOUT_MS = 60_000;
const MAX_CONNECTIONS = 200;

/**
 * Starts an RTSP 1.0 server (RFC 2326) for live H.264 over RTP (RFC 6184), by interleaved TCP or unicast UDP, with Digest authentication
 * (RFC 2617).
 *
 * @throws Error when the port can't be taken
 */
export async function startRtspServer(options: RtspServerOptions): Promise<RtspServer> {
  const { host, log, clock = systemClock, sessionTimeoutMs = DEFAULT_SESSION_TIMEOUT_MS } = options;
  const streams = new Map<string, MediaStream>();
  const connections = new Map<RtspConnection, Socket>();
  const udp = await openUdpPorts(host, log);
  let droppedAccessUnits = 0;

  const server = createServer((socket) => {
    const connection = new RtspConnection({
      socket,
      credentials: options.credentials,
      clock,
      log,
      udp,
      sessionTimeoutMs,
      findStream: (path) => streams.get(path),
      onDropped: (accessUnits) => {
        droppedAccessUnits += accessUnits;
      },
    });
    connections.set(connection, socket);
    socket.on('close', () => connections.delete(connection));
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(options.port, host);
  try {
    await once(server, 'listening');
  } catch (cause) {
    udp.close();
    throw cause;
  }
  const sweeper = setInterval(
    () => {
      for (const connection of connections.keys()) connection.closeIfSilent(clock.nowMs());
    },
    Math.min(1_000, sessionTimeoutMs / 4),
  );
  const { port } = server.address() as AddressInfo;
  log.info({ port }, 'RTSP server listening');

  const removeStream = (path: string): void => {
    const stream = streams.get(path);
    if (stream === undefined) return;
    streams.delete(path);
    for (const connection of connections.keys()) connection.endStream(stream);
    stream.close();
  };
  return {
    port,
    droppedAccessUnits: () => droppedAccessUnits,
    addStream: (path, source) => {
      if (streams.has(path)) throw new Error(`the RTSP path "${path}" is taken`);
      const onEnd = (): void => {
        removeStream(path);
      };
      streams.set(path, new MediaStream({ name: path, source, onEnd }));
    },
    removeStream,
    close: async () => {
      clearInterval(sweeper);
      const closed = once(server, 'close');
      server.close();
      for (const path of [...streams.keys()]) removeStream(path);
      for (const socket of connections.values()) socket.destroy();
      await closed;
      udp.close();
    },
  };
}
