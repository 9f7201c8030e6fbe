import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { Logger } from 'pino';
import { createUdpTransport, type RtpTransport } from './rtp-transport.js';

/** A client's two ports. */
export interface UdpClient {
  readonly address: string;
  readonly rtpPort: number;
  readonly rtcpPort: number;
}

/** The server's pair of UDP ports, from which every UDP client is served: RTP on the even one, RTCP on the next. */
export interface UdpPorts {
  readonly rtpPort: number;
  readonly rtcpPort: number;
  /** Opens a way to a client. `onHeard` is told whenever RTCP comes from it, until `release`. */
  open(client: UdpClient, onHeard: () => void): { readonly transport: RtpTransport; readonly release: () => void };
  close(): void;
}

const MAX_BIND_ATTEMPTS = 50;

async function bind(host: string, port: number): Promise<Socket | null> {
  const socket = createSocket(isIPv6(host) ? 'udp6' : 'udp4');
  try {
    socket.bind(port, host);
    await once(socket, 'listening');
    return socket;
  } catch {
    socket.close();
    return null;
  }
}

async function bindPair(host: string): Promise<readonly [Socket, Socket]> {
  for (let attempt = 0; attempt < MAX_BIND_ATTEMPTS; attempt += 1) {
    const rtp = await bind(host, 0);
    if (rtp === null) continue;
    // RFC 3550, 11: RTP takes an even port and RTCP the next.
    const rtcp = rtp.address().port % 2 === 0 ? await bind(host, rtp.address().port + 1) : null;
    if (rtcp !== null) return [rtp, rtcp];
    rtp.close();
  }
  throw new Error(`no free pair of UDP ports on ${host}: is it an address of this machine?`);
}

/** Binds a free pair of ports. @throws Error when there is none */
export async function openUdpPorts(host: string, log: Logger): Promise<UdpPorts> {
  const [rtpSocket, rtcpSocket] = await bindPair(host);
  const listeners = new Map<string, () => void>();
  const keyOf = (address: string, port: number): string => `${address} ${port}`;
  const onError = (error: Error): void => {
    log.debug({ err: error }, 'UDP packet not sent');
  };
  rtpSocket.on('error', onError);
  rtcpSocket.on('error', onError);
  rtcpSocket.on('message', (_packet, from) => listeners.get(keyOf(from.address, from.port))?.());
  return {
    rtpPort: rtpSocket.address().port,
    rtcpPort: rtcpSocket.address().port,
    open: (client, onHeard) => {
      const key = keyOf(client.address, client.rtcpPort);
      listeners.set(key, onHeard);
      return {
        transport: createUdpTransport({ ...client, rtpSocket, rtcpSocket, onError }),
        release: () => {
          if (listeners.get(key) === onHeard) listeners.delete(key);
        },
      };
    },
    close: () => {
      rtpSocket.close();
      rtcpSocket.close();
    },
  };
}
