/** Bytes of a packet of an MPEG transport stream, its first byte, and the fields that are looked at: ISO/IEC 13818-1, 2.4.3. */
const PACKET_BYTES = 188;
const SYNC = 0x47;
const STARTS_UNIT = 0x40;
const HAS_ADAPTATION = 0x20;
const RANDOM_ACCESS = 0x40;

/** Whole packets of a transport stream. */
export interface PacketRun {
  readonly bytes: Buffer;
  /** Whether a decoder can begin with it. */
  readonly isEntry: boolean;
}

/** Whether a decoder can begin at the packet that stands at `at`. */
function isEntry(bytes: Buffer, at: number): boolean {
  const [flags = 0, control = 0, length = 0, adaptation = 0] = [1, 3, 4, 5].map((place) => bytes[at + place]);
  return (
    (flags & STARTS_UNIT) !== 0 && (control & HAS_ADAPTATION) !== 0 && length > 0 && (adaptation & RANDOM_ACCESS) !== 0
  );
}

/** Cuts a transport stream, as a pipe delivers it, into runs of whole packets, each of which begins where a decoder can, if it holds such a place. */
export class TransportPackets {
  private held: Buffer = Buffer.alloc(0);

  /** Takes the next bytes. @throws Error when they are no transport stream */
  push(chunk: Buffer): PacketRun[] {
    const bytes = this.held.length === 0 ? chunk : Buffer.concat([this.held, chunk]);
    const end = bytes.length - (bytes.length % PACKET_BYTES);
    this.held = Buffer.from(bytes.subarray(end));
    const starts: number[] = [];
    for (let at = 0; at < end; at += PACKET_BYTES) {
      if (bytes[at] !== SYNC) throw new Error('what came is no transport stream');
      if (at === 0 || isEntry(bytes, at)) starts.push(at);
    }
    return starts.map((at, index) => ({
      bytes: bytes.subarray(at, starts[index + 1] ?? end),
      isEntry: isEntry(bytes, at),
    }));
  }
}
