/** Counters and times that a sender report states (RFC 3550, 6.4.1). */
export interface SenderReport {
  readonly ssrc: number;
  /** Wall-clock time that `rtpTimestamp` belongs to. */
  readonly nowMs: number;
  readonly rtpTimestamp: number;
  readonly packetCount: number;
  /** Bytes of payload, without headers. */
  readonly octetCount: number;
  readonly canonicalName: string;
}

const SENDER_REPORT = 200;
const SOURCE_DESCRIPTION = 202;
const BYE = 203;
/** Seconds from 1900, where NTP counts from, to 1970. */
const NTP_EPOCH_OFFSET_S = 2_208_988_800;

function sourceDescription(ssrc: number, canonicalName: string): Buffer {
  const name = Buffer.from(canonicalName, 'latin1').subarray(0, 255);
  // CNAME item (type 1), then at least one zero byte up to a 32-bit boundary (6.5).
  const chunkBytes = Math.ceil((4 + 2 + name.length + 1) / 4) * 4;
  const packet = Buffer.alloc(4 + chunkBytes);
  packet[0] = 0x81;
  packet[1] = SOURCE_DESCRIPTION;
  packet.writeUInt16BE(packet.length / 4 - 1, 2);
  packet.writeUInt32BE(ssrc, 4);
  packet[8] = 1;
  packet[9] = name.length;
  name.copy(packet, 10);
  return packet;
}

/** Compound packet of a sender report and the source's name: it tells a receiver which wall-clock time an RTP time stands for. */
export function encodeSenderReport(report: SenderReport): Buffer {
  const packet = Buffer.alloc(28);
  packet[0] = 0x80;
  packet[1] = SENDER_REPORT;
  packet.writeUInt16BE(packet.length / 4 - 1, 2);
  packet.writeUInt32BE(report.ssrc, 4);
  packet.writeUInt32BE((Math.floor(report.nowMs / 1000) + NTP_EPOCH_OFFSET_S) % 2 ** 32, 8);
  packet.writeUInt32BE(Math.floor(((report.nowMs % 1000) / 1000) * 2 ** 32), 12);
  packet.writeUInt32BE(report.rtpTimestamp, 16);
  packet.writeUInt32BE(report.packetCount % 2 ** 32, 20);
  packet.writeUInt32BE(report.octetCount % 2 ** 32, 24);
  return Buffer.concat([packet, sourceDescription(report.ssrc, report.canonicalName)]);
}

/** Tells receivers that the stream has ended (6.6). */
export function encodeBye(ssrc: number): Buffer {
  const packet = Buffer.alloc(8);
  packet[0] = 0x81;
  packet[1] = BYE;
  packet.writeUInt16BE(1, 2);
  packet.writeUInt32BE(ssrc, 4);
  return packet;
}
