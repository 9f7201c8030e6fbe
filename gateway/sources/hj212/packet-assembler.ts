import { Hj212Frame } from './hj212-frame.js';

/** Packets that one message may be split into. */
export const MAX_PACKETS = 64;
/** Bytes that the packets of one message may have together. */
const MAX_MESSAGE_BYTES = 64 * 1024;
/** Messages of one device that may be unfinished at a time; one more, and the oldest is given up. */
const MAX_OPEN = 4;
/** How long the rest of a message is waited for: three times OverTime with ReCount repetitions (HJ 212-2017, 6.5). */
const MAX_WAIT_MS = 60_000;

/** A message of which packets are missing and will not be waited for. */
export interface GivenUpMessage {
  readonly message: string;
  /** The packets that came, one behind the other. */
  readonly bytes: Buffer;
  readonly detail: string;
}

/** What a packet came to. */
export type AddedPacket =
  | { readonly status: 'waiting'; readonly message: string }
  /** The last one: a frame whose parameters are those of all packets. */
  | { readonly status: 'complete'; readonly message: string; readonly frame: Hj212Frame }
  | { readonly status: 'known'; readonly message: string }
  | { readonly status: 'invalid'; readonly detail: string };

interface Packet {
  readonly raw: Buffer;
  readonly frame: Hj212Frame;
}

interface OpenMessage {
  readonly count: number;
  readonly startedAtMs: number;
  readonly packets: Map<number, Packet>;
}

/** Which message a packet belongs to: its packets share QN, ST and CN. */
function messageOf(frame: Hj212Frame): string {
  return `${frame.qn ?? ''}/${frame.st ?? ''}/${frame.cn}`;
}

function joined({ count, packets }: OpenMessage): Hj212Frame | null {
  const first = packets.get(1);
  if (first === undefined) return null;
  const { header, bytes } = first.frame;
  const parts: Uint8Array[] = [bytes.subarray(0, header.parameters.start)];
  for (let number = 1; number <= count; number += 1) {
    const packet = packets.get(number);
    if (packet === undefined) return null;
    const { parameters } = packet.frame.header;
    parts.push(packet.frame.bytes.subarray(parameters.start, parameters.end), Buffer.from(';'));
  }
  const whole = Buffer.concat(parts);
  return new Hj212Frame(whole, { ...header, parameters: { start: header.parameters.start, end: whole.length } });
}

/** Joins the packets (PNUM, PNO) of split messages of one device, in whatever order they come; bounded in time and memory. */
export class PacketAssembler {
  private readonly open = new Map<string, OpenMessage>();

  /** Takes a packet. @param raw the frame as it came */
  add(frame: Hj212Frame, raw: Buffer, nowMs: number): AddedPacket {
    const count = frame.packetCount ?? 0;
    const number = frame.packetNumber ?? 0;
    if (count > MAX_PACKETS)
      return { status: 'invalid', detail: `PNUM is ${count}, where at most ${MAX_PACKETS} are taken` };
    if (number < 1 || number > count) return { status: 'invalid', detail: `PNO is ${number} of ${count}` };
    const message = messageOf(frame);
    const before = this.open.get(message);
    if (before !== undefined && before.count !== count)
      return { status: 'invalid', detail: `PNUM is ${count}, where the packets before have ${before.count}` };
    const state = before ?? { count, startedAtMs: nowMs, packets: new Map<number, Packet>() };
    const known = state.packets.get(number);
    if (known !== undefined && !known.raw.equals(raw))
      return { status: 'invalid', detail: `packet ${number} came before with another content` };
    const bytes = [...state.packets.values()].reduce((sum, packet) => sum + packet.raw.length, raw.length);
    if (bytes > MAX_MESSAGE_BYTES)
      return { status: 'invalid', detail: `the packets have more than ${MAX_MESSAGE_BYTES} bytes together` };
    state.packets.set(number, { raw, frame });
    this.open.set(message, state);
    const whole = state.packets.size === count ? joined(state) : null;
    if (whole !== null) return { status: 'complete', message, frame: whole };
    return { status: known === undefined ? 'waiting' : 'known', message };
  }

  /** Forgets a message, once what it says is durable. */
  forget(message: string): void {
    this.open.delete(message);
  }

  /** Gives up the messages that have waited too long, and the oldest of too many. */
  giveUp(nowMs: number): GivenUpMessage[] {
    const excess = this.open.size - MAX_OPEN;
    const lost = [...this.open].filter(
      // A clock that was set back must not keep a message for ever.
      ([, { startedAtMs }], place) => place < excess || Math.abs(nowMs - startedAtMs) > MAX_WAIT_MS,
    );
    return lost.map(([message, { count, packets }]) => {
      this.open.delete(message);
      const missing = Array.from({ length: count }, (_, index) => index + 1).filter((number) => !packets.has(number));
      const detail = `of ${count} packets these did not come: ${missing.join(', ')}`;
      return { message, bytes: Buffer.concat([...packets.values()].map(({ raw }) => raw)), detail };
    });
  }
}
