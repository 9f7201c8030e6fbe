/** Seconds from 1900-01-01, where NTP counts from, to 1970-01-01. */
const EPOCH_S = 2_208_988_800;
const ERA_S = 2 ** 32;
const PACKET_BYTES = 48;
/** Version 4, mode 3: a client (RFC 5905, section 7.3). */
const CLIENT_V4 = 0x23;
const SERVER_MODE = 4;
const NOT_SYNCHRONISED = 3;
const MAX_STRATUM = 15;

/** Times of a server's answer, in milliseconds. */
export interface NtpAnswer {
  /** When the server received the question and sent the answer, by its clock, epoch milliseconds. */
  readonly receivedMs: number;
  readonly sentMs: number;
  /** Way from the server to the reference of its time and back, and how far it may be off on top. */
  readonly rootDelayMs: number;
  readonly rootDispersionMs: number;
}

/** A question; the server gives `cookie` back in its answer. @param cookie 8 bytes that nobody can guess */
export function ntpQuestion(cookie: Buffer): Buffer {
  const packet = Buffer.alloc(PACKET_BYTES);
  packet.writeUInt8(CLIENT_V4, 0);
  cookie.copy(packet, 40, 0, 8);
  return packet;
}

function readTimestampMs(packet: Buffer, at: number): number {
  const seconds = packet.readUInt32BE(at);
  // RFC 5905, section 6: the first era ends in 2036; what lies in its first half is taken for the second.
  const sinceEpochS = seconds - EPOCH_S + (seconds < ERA_S / 2 ? ERA_S : 0);
  return sinceEpochS * 1000 + (packet.readUInt32BE(at + 4) * 1000) / ERA_S;
}

function readShortMs(packet: Buffer, at: number): number {
  return (packet.readUInt32BE(at) * 1000) / 65_536;
}

/** Reads an answer to the question with this cookie; null when it is another packet, or the server has no time to give. */
export function readNtpAnswer(packet: Buffer, cookie: Buffer): NtpAnswer | null {
  if (packet.length < PACKET_BYTES || !packet.subarray(24, 32).equals(cookie)) return null;
  const flags = packet.readUInt8(0);
  const stratum = packet.readUInt8(1);
  if ((flags & 7) !== SERVER_MODE || flags >> 6 === NOT_SYNCHRONISED) return null;
  // RFC 5905, section 7.4: stratum 0 is a kiss of death, 16 a server without time.
  if (stratum === 0 || stratum > MAX_STRATUM) return null;
  return {
    receivedMs: readTimestampMs(packet, 32),
    sentMs: readTimestampMs(packet, 40),
    rootDelayMs: readShortMs(packet, 4),
    rootDispersionMs: readShortMs(packet, 8),
  };
}
