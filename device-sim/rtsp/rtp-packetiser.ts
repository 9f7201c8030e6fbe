/** What the header of every RTP packet of a stream is made from. */
export interface RtpStreamState {
  readonly payloadType: number;
  readonly ssrc: number;
  /** Sequence number of the next packet, 0 to 65535; advanced by {@link packetiseAccessUnit}. */
  nextSequence: number;
}

/** RTP fixed header without CSRCs (RFC 3550, 5.1). */
export const RTP_HEADER_BYTES = 12;
/** Payload that leaves room for IP, UDP and RTP headers, and a tunnel, on Ethernet. */
export const MAX_RTP_PAYLOAD_BYTES = 1400;

// RFC 6184, 5.4 and 5.8.
const FU_A = 28;
const FU_A_HEADER_BYTES = 2;
const FU_START = 0x80;
const FU_END = 0x40;

function rtpPacket(state: RtpStreamState, timestamp: number, isLast: boolean, payload: readonly Uint8Array[]): Buffer {
  const header = Buffer.alloc(RTP_HEADER_BYTES);
  header[0] = 0x80; // version 2
  // RFC 6184, 5.1: the marker bit is set on the last packet of an access unit.
  header[1] = (isLast ? 0x80 : 0) | state.payloadType;
  header.writeUInt16BE(state.nextSequence, 2);
  header.writeUInt32BE(timestamp, 4);
  header.writeUInt32BE(state.ssrc, 8);
  state.nextSequence = (state.nextSequence + 1) & 0xffff;
  return Buffer.concat([header, ...payload]);
}

/**
 * Packs the NAL units of one access unit into RTP packets: a single NAL unit packet each, or fragments (FU-A) where one is too long
 * (RFC 6184, packetization-mode 1).
 *
 * @param timestamp 32-bit RTP time of the access unit
 * @param maxPayloadBytes longest payload, at least 3
 */
export function packetiseAccessUnit(
  state: RtpStreamState,
  nalUnits: readonly Uint8Array[],
  timestamp: number,
  maxPayloadBytes = MAX_RTP_PAYLOAD_BYTES,
): Buffer[] {
  const packets: Buffer[] = [];
  const filled = nalUnits.filter((nalUnit) => nalUnit.length > 0);
  for (const [index, nalUnit] of filled.entries()) {
    const isLastUnit = index === filled.length - 1;
    if (nalUnit.length <= maxPayloadBytes) {
      packets.push(rtpPacket(state, timestamp, isLastUnit, [nalUnit]));
      continue;
    }
    const nalHeader = nalUnit[0] ?? 0;
    const fragmentBytes = maxPayloadBytes - FU_A_HEADER_BYTES;
    for (let at = 1; at < nalUnit.length; at += fragmentBytes) {
      const isEnd = at + fragmentBytes >= nalUnit.length;
      const fuHeader = (at === 1 ? FU_START : 0) | (isEnd ? FU_END : 0) | (nalHeader & 0x1f);
      const indicator = Uint8Array.of((nalHeader & 0xe0) | FU_A, fuHeader);
      const fragment = nalUnit.subarray(at, at + fragmentBytes);
      packets.push(rtpPacket(state, timestamp, isLastUnit && isEnd, [indicator, fragment]));
    }
  }
  return packets;
}
