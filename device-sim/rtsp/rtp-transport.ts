import type { Socket as UdpSocket } from 'node:dgram';
import type { Socket } from 'node:net';

/** Way to one client for RTP and RTCP packets. */
export interface RtpTransport {
  sendRtp(packets: readonly Buffer[]): void;
  sendRtcp(packet: Buffer): void;
  /** Whether so much waits for the client already that no more should be given. */
  isCongested(): boolean;
  /** Sends no more of what waits. */
  close(): void;
}

/** What may wait for one client: some seconds of a camera's stream, before pictures are left out. */
export const MAX_WAITING_BYTES = 1024 * 1024;

function interleavedHeader(channel: number, length: number): Buffer {
  const header = Buffer.of(0x24, channel, 0, 0);
  header.writeUInt16BE(length, 2);
  return header;
}

/** RTP over the RTSP connection itself (RFC 2326, 10.12). */
export function createInterleavedTransport(
  socket: Socket,
  channels: { readonly rtp: number; readonly rtcp: number },
): RtpTransport {
  const send = (channel: number, packets: readonly Buffer[]): void => {
    if (!socket.writable) return;
    socket.write(Buffer.concat(packets.flatMap((packet) => [interleavedHeader(channel, packet.length), packet])));
  };
  return {
    sendRtp: (packets) => {
      send(channels.rtp, packets);
    },
    sendRtcp: (packet) => {
      send(channels.rtcp, [packet]);
    },
    isCongested: () => socket.writableLength > MAX_WAITING_BYTES,
    close: () => undefined,
  };
}

/** Packets sent to a UDP client at once; a whole keyframe at a time overflows receive buffers that are not tuned. */
const UDP_BURST_PACKETS = 16;
const UDP_PAUSE_MS = 2;

/** RTP over UDP to two ports of one address, evenly enough that a receiver keeps up. */
export function createUdpTransport(options: {
  readonly rtpSocket: UdpSocket;
  readonly rtcpSocket: UdpSocket;
  readonly address: string;
  readonly rtpPort: number;
  readonly rtcpPort: number;
  /** Told of a packet that the system would not take. */
  readonly onError: (error: Error) => void;
}): RtpTransport {
  const { rtpSocket, rtcpSocket, address, rtpPort, rtcpPort } = options;
  const waiting: Buffer[] = [];
  let waitingBytes = 0;
  let timer: NodeJS.Timeout | undefined;
  const onSent = (error: Error | null): void => {
    if (error !== null) options.onError(error);
  };
  const sendBurst = (): void => {
    for (const packet of waiting.splice(0, UDP_BURST_PACKETS)) {
      waitingBytes -= packet.length;
      rtpSocket.send(packet, rtpPort, address, onSent);
    }
    timer = waiting.length === 0 ? undefined : setTimeout(sendBurst, UDP_PAUSE_MS);
  };
  return {
    sendRtp: (packets) => {
      for (const packet of packets) {
        waiting.push(packet);
        waitingBytes += packet.length;
      }
      if (timer === undefined) sendBurst();
    },
    sendRtcp: (packet) => {
      rtcpSocket.send(packet, rtcpPort, address, onSent);
    },
    isCongested: () => waitingBytes + rtpSocket.getSendQueueSize() > MAX_WAITING_BYTES,
    close: () => {
      clearTimeout(timer);
      waiting.length = 0;
    },
  };
}
