import type { Socket as UdpSocket } from 'node:dgram';
import type { Socket } from 'node:net';

/** Way to one client for RTP and RTCP packets. */
export interface RtpTransport {
  sendRtp(packets: readonly Buffer[]): void;
  sendRtcp(packet: Buffer): void;
  /** Whether so much waits for the client already that no more should be given. */
  isCongested(): boolean;
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
  return {
    sendRtp: (packets) => {
      const framed = packets.flatMap((packet) => [interleavedHeader(channels.rtp, packet.length), packet]);
      socket.write(Buffer.concat(framed));
    },
    sendRtcp: (packet) => {
      socket.write(Buffer.concat([interleavedHeader(channels.rtcp, packet.length), packet]));
    },
    isCongested: () => socket.writableLength > MAX_WAITING_BYTES,
  };
}

/** RTP over UDP to two ports of one address. */
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
  const onSent = (error: Error | null): void => {
    if (error !== null) options.onError(error);
  };
  return {
    sendRtp: (packets) => {
      for (const packet of packets) rtpSocket.send(packet, rtpPort, address, onSent);
    },
    sendRtcp: (packet) => {
      rtcpSocket.send(packet, rtcpPort, address, onSent);
    },
    isCongested: () => rtpSocket.getSendQueueSize() > MAX_WAITING_BYTES,
  };
}
