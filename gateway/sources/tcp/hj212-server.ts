import { once } from 'node:events';
import { type Server, type Socket, createServer } from 'node:net';
import type { Logger } from 'pino';
import type { Clock } from '../../clock.js';
import type { Hj212TcpConfig } from '../../config/gateway-config.js';
import type { CutFrames } from '../hj212/cut-frames.js';
import type { Identified } from '../hj212/hj212-devices.js';
import type { ReceivedFrame } from '../hj212/hj212-receiver.js';
import type { Span } from '../hj212/span.js';
import type { Refusal } from '../refusal-catalogue.js';
import { FailureLimit } from './failure-limit.js';
import { Hj212Connection } from './hj212-connection.js';

/** How often each connection looks at what time tells, milliseconds. */
const TICK_MS = 1_000;

/** Options of {@link startHj212Server}. */
export interface Hj212ServerOptions extends Hj212TcpConfig {
  readonly clock: Clock;
  readonly log: Logger;
  readonly identify: (bytes: Uint8Array, span: Span) => Identified;
  /** Takes the frames of a sensor; durable when it returns. Throws when they could not be made durable. */
  readonly onFrames: (sensorId: string, bytes: Buffer, cut: CutFrames) => readonly ReceivedFrame[];
  /** What came from somebody who is not known. */
  readonly onRefused: (source: string, bytes: Buffer, refusal: Refusal) => void;
  readonly onConnections: (count: number) => void;
  readonly onClock: (sensorId: string, aheadMs: number) => void;
}

/** Where monitors call in. */
export interface Hj212Server {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * Listens for monitors that speak HJ 212 over TCP. Each proves itself by MN and PW with its first frame; a newer connection of a monitor
 * takes the place of the older one, which may hang half open for hours.
 *
 * @throws Error when the address cannot be listened on
 */
export async function startHj212Server(options: Hj212ServerOptions): Promise<Hj212Server> {
  const { host, port, maxConnections, clock, log } = options;
  const connections = new Set<Hj212Connection>();
  const failures = new FailureLimit();

  const accept = (socket: Socket) => {
    const address = socket.remoteAddress ?? 'unknown';
    if (failures.isShut(address, clock.nowMs())) {
      socket.destroy();
      return;
    }
    const connection = new Hj212Connection({
      socket,
      idleMs: options.idleSeconds * 1000,
      partialFrameMs: options.partialFrameSeconds * 1000,
      identifyMs: options.identifySeconds * 1000,
      clockCheckMs: options.clockCheckSeconds * 1000,
      clockSetAboveMs: options.clockSetAboveSeconds === null ? null : options.clockSetAboveSeconds * 1000,
      clock,
      log,
      identify: (bytes, { frames: [first] }) => {
        const identified = options.identify(bytes, first ?? { start: 0, end: 0 });
        if (identified.status === 'unknown') failures.note(address, clock.nowMs());
        return identified;
      },
      onIdentified: (sensorId) => {
        for (const other of connections)
          if (other !== connection && other.sensor === sensorId) other.close('the monitor called in again');
      },
      onFrames: options.onFrames,
      onRefused: (bytes, refusal) => {
        options.onRefused(`hj212Tcp/${address}`, bytes, refusal);
      },
      onClock: options.onClock,
    });
    connections.add(connection);
    options.onConnections(connections.size);
    socket.once('close', () => {
      connections.delete(connection);
      options.onConnections(connections.size);
    });
  };

  const server: Server = createServer(accept);
  server.maxConnections = maxConnections;
  server.on('drop', (data) => {
    log.warn({ address: data?.remoteAddress, maxConnections }, 'connection refused: there are as many as there may be');
  });
  server.listen(port, host);
  await once(server, 'listening');
  const timer = setInterval(() => {
    for (const connection of connections) connection.tick();
  }, TICK_MS);
  const bound = server.address();
  return {
    port: typeof bound === 'object' && bound !== null ? bound.port : port,
    close: async () => {
      clearInterval(timer);
      const closed = once(server, 'close');
      server.close();
      for (const connection of connections) connection.close('the gateway is ending');
      await closed;
    },
  };
}
