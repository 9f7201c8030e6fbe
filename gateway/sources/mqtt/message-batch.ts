/** What messages come and acknowledgements go by. */
export interface Connection {
  /** Whether it is over; what is written to it then is lost. */
  readonly destroyed: boolean;
  write(bytes: Uint8Array): unknown;
  destroy(): unknown;
  /** Reads no more until it is told to go on. */
  holdBack(): void;
  goOn(): void;
}

/** Options of {@link MessageBatch}. */
export interface MessageBatchOptions<Message> {
  /** Makes messages durable; when it rejects, none of them is acknowledged. It is called again before it has resolved. */
  readonly onMessages: (messages: readonly Message[]) => Promise<void>;
  /** Told when they could not be made durable. They come again with the next connection. */
  readonly onFailure: (error: unknown, connection: Connection) => void;
}

/** One message as it came. */
export interface Delivery<Message> {
  /** Null for one that is for nobody here: it is acknowledged in its turn. */
  readonly message: Message | null;
  /** Null where no acknowledgement is asked for. */
  readonly messageId: number | null;
  readonly connection: Connection;
}

/** Messages of one connection that came in one go. */
interface Batch<Message> {
  readonly connection: Connection;
  readonly messages: Message[];
  readonly messageIds: number[];
  size: number;
}

/** Messages that are made durable together, at most. */
const MOST_MESSAGES = 1_000;
/** Messages that are taken and not yet durable; above it no more are read than have come. The broker's in-flight window is commonly smaller. */
const MOST_WAITING = 4_000;
/** MQTT 3.1.1, 3.4: type and length of PUBACK, before the message's ID. MQTT 5, 3.4.2.1: so short, it means success. */
const PUBACK = [0x40, 0x02] as const;
const PUBACK_BYTES = 4;

function acknowledgements(messageIds: readonly number[]): Uint8Array {
  const bytes = new Uint8Array(PUBACK_BYTES * messageIds.length);
  let at = 0;
  for (const messageId of messageIds) {
    bytes[at++] = PUBACK[0];
    bytes[at++] = PUBACK[1];
    bytes[at++] = messageId >> 8;
    bytes[at++] = messageId & 0xff;
  }
  return bytes;
}

/**
 * Gathers the messages that came in one go, so that they are made durable together: one fsync for all, while the next are being read. Their
 * acknowledgements leave in one write once they are durable.
 */
export class MessageBatch<Message> {
  private batch: Batch<Message> | null = null;
  private last: Promise<void> = Promise.resolve();
  private waiting = 0;
  private readonly heldBack = new Set<Connection>();

  constructor(private readonly options: MessageBatchOptions<Message>) {}

  /** Adds a message. While too many are not yet durable, its connection is held back. */
  add({ message, messageId, connection }: Delivery<Message>): void {
    if (this.batch !== null && this.batch.connection !== connection) this.settle();
    this.batch ??= this.begin(connection);
    const { batch } = this;
    if (message !== null) batch.messages.push(message);
    if (messageId !== null) batch.messageIds.push(messageId);
    batch.size += 1;
    this.waiting += 1;
    if (batch.size >= MOST_MESSAGES) this.settle();
    if (this.waiting < MOST_WAITING || this.heldBack.has(connection)) return;
    this.heldBack.add(connection);
    connection.holdBack();
  }

  /** Resolves when all that was added is durable, or has failed. */
  async drain(): Promise<void> {
    this.settle();
    await this.last;
  }

  private begin(connection: Connection): Batch<Message> {
    // After all that the connection has read so far.
    setImmediate(() => {
      this.settle();
    });
    return { connection, messages: [], messageIds: [], size: 0 };
  }

  private settle(): void {
    const { batch } = this;
    if (batch === null) return;
    this.batch = null;
    const failure = this.options.onMessages(batch.messages).then(
      () => null,
      (error: unknown) => ({ error }),
    );
    this.last = this.finish(batch, failure, this.last);
  }

  private async finish(
    { connection, messageIds, size }: Batch<Message>,
    failure: Promise<{ error: unknown } | null>,
    before: Promise<void>,
  ): Promise<void> {
    // MQTT 3.1.1, 4.6: acknowledgements are sent in the order in which the messages came.
    await before;
    const failed = await failure;
    this.waiting -= size;
    if (failed !== null) this.options.onFailure(failed.error, connection);
    // Without a connection they come again.
    else if (!connection.destroyed && messageIds.length > 0) connection.write(acknowledgements(messageIds));
    if (this.waiting >= MOST_WAITING) return;
    for (const held of this.heldBack) held.goOn();
    this.heldBack.clear();
  }
}
