/** A message as a broker delivers it. */
export interface Publish {
  readonly topic: string;
  /** Shares memory with what was read. */
  readonly payload: Buffer;
  /** Null where no acknowledgement is asked for (QoS 0). */
  readonly messageId: number | null;
}

/** Options of {@link PublishCutter}. */
export interface PublishCutterOptions {
  readonly protocolVersion: 4 | 5;
  /** Given each message of QoS 0 and 1. */
  readonly onPublish: (publish: Publish) => void;
  /** Given all else, byte for byte and in its order, for a client that follows the protocol. */
  readonly onOther: (bytes: Buffer) => void;
}

// MQTT 3.1.1, 2.2: type of a packet in the upper half of its first byte; 3.3.1.2: QoS of a PUBLISH in two bits of the lower.
const TYPE = 0xf0;
const PUBLISH = 0x30;
const QOS_SHIFT = 1;
const QOS = 0b11;
/** MQTT 3.1.1, 2.2.3: most bytes of a length, seven bits each, lowest first; the eighth says that another follows. */
const MOST_LENGTH_BYTES = 4;
const MORE = 0x80;

/** The number that a length begins with `at`, and where it ends. */
interface ReadLength {
  readonly value: number;
  readonly end: number;
}

/** @returns `'short'` when its end has not come yet, `'bad'` when it has none */
function readLength(bytes: Buffer, at: number): ReadLength | 'short' | 'bad' {
  let value = 0;
  for (let place = 0; place < MOST_LENGTH_BYTES; place += 1) {
    const byte = bytes[at + place];
    if (byte === undefined) return 'short';
    value += (byte % MORE) << (7 * place);
    if (byte < MORE) return { value, end: at + place + 1 };
  }
  return 'bad';
}

/**
 * Cuts the messages out of what a broker sends on one connection, wherever its pieces begin and end, and leaves the rest of the protocol to
 * a client. A stream in which no packet can be told any more is left to the client as a whole, which knows what to do then.
 */
export class PublishCutter {
  /** The beginning of a packet, in pieces. */
  private pieces: Buffer[] = [];
  private held = 0;
  /** Bytes that are needed to get on with it. */
  private wanted = 0;
  private isLost = false;

  constructor(private readonly options: PublishCutterOptions) {}

  /** Takes the next bytes. */
  take(chunk: Buffer): void {
    if (this.isLost) {
      this.options.onOther(chunk);
      return;
    }
    this.held += chunk.length;
    if (this.held < this.wanted) {
      this.pieces.push(chunk);
      return;
    }
    const bytes = this.pieces.length === 0 ? chunk : Buffer.concat([...this.pieces, chunk]);
    this.hold(bytes.subarray(this.cutAll(bytes)));
  }

  private hold(rest: Buffer): void {
    this.pieces = rest.length === 0 ? [] : [rest];
    this.held = rest.length;
  }

  /** @returns where the packet begins whose end has not come yet */
  private cutAll(bytes: Buffer): number {
    this.wanted = 0;
    let at = 0;
    while (at < bytes.length) {
      const length = readLength(bytes, at + 1);
      if (length === 'bad') {
        this.isLost = true;
        this.options.onOther(bytes.subarray(at));
        return bytes.length;
      }
      const end = length === 'short' ? bytes.length + 1 : length.end + length.value;
      if (length === 'short' || end > bytes.length) {
        this.wanted = end - at;
        return at;
      }
      const first = bytes[at] ?? 0;
      const isTaken = (first & TYPE) === PUBLISH && this.cutPublish(bytes, first, length.end, end);
      if (!isTaken) this.options.onOther(bytes.subarray(at, end));
      at = end;
    }
    return at;
  }

  /** @returns whether it is a message as it should be, of QoS 0 or 1 */
  private cutPublish(bytes: Buffer, first: number, from: number, end: number): boolean {
    const qos = (first >> QOS_SHIFT) & QOS;
    if (qos > 1 || from + 2 > end) return false;
    const topicAt = from + 2;
    const topicEnd = topicAt + bytes.readUInt16BE(from);
    let at = topicEnd + (qos === 1 ? 2 : 0);
    // MQTT 5, 3.3.2.1: without a topic, it is named by an alias.
    if (topicEnd === topicAt || at > end) return false;
    if (this.options.protocolVersion === 5) {
      const properties = readLength(bytes, at);
      if (typeof properties === 'string') return false;
      at = properties.end + properties.value;
      if (at > end) return false;
    }
    this.options.onPublish({
      topic: bytes.toString('utf8', topicAt, topicEnd),
      payload: bytes.subarray(at, end),
      messageId: qos === 1 ? bytes.readUInt16BE(topicEnd) : null,
    });
    return true;
  }
}
