/** What messages come and acknowledgements go by. */
export interface Connection {
  /** Holds back what is written from now on. */
  cork(): void;
  /** Lets go what was held back. */
  uncork(): void;
  /** Ends it; what was held back never leaves. */
  destroy(): unknown;
}

/** Options of {@link MessageBatch}. */
export interface MessageBatchOptions<Message> {
  /** Makes messages durable; may throw, and then none of them is acknowledged. */
  readonly onMessages: (messages: readonly Message[]) => void;
  /** Told when they could not be made durable. Their acknowledgements are lost with the connection. */
  readonly onFailure: (error: unknown, connection: Connection) => void;
}

/** Messages that are taken at once, at most. The broker's in-flight window is commonly smaller. */
const MOST_MESSAGES = 1_000;

/**
 * Gathers the messages that came in one go, so that they are made durable together: one fsync for all. Until that is done, nothing that is
 * written to the connection leaves it, so no acknowledgement does. mqtt.js takes its next message only when it has written the
 * acknowledgement of the last; to hold each back by itself would mean one message at a time.
 */
export class MessageBatch<Message> {
  private messages: Message[] = [];
  private connection: Connection | null = null;

  constructor(private readonly options: MessageBatchOptions<Message>) {}

  /** Adds a message, which may then be acknowledged on its connection: the acknowledgement waits there. */
  add(message: Message, connection: Connection): void {
    // What is left of a connection that was lost is made durable now, and will come again all the same.
    if (this.connection !== null && this.connection !== connection) this.settle();
    if (this.connection === null) {
      this.connection = connection;
      connection.cork();
      // After all that the connection has read so far.
      setImmediate(() => {
        this.settle();
      });
    }
    this.messages.push(message);
    if (this.messages.length >= MOST_MESSAGES) this.settle();
  }

  /** Makes durable what came so far, and lets the acknowledgements go. */
  settle(): void {
    const { messages, connection } = this;
    if (connection === null) return;
    this.messages = [];
    this.connection = null;
    try {
      this.options.onMessages(messages);
    } catch (error) {
      this.options.onFailure(error, connection);
      return;
    }
    connection.uncork();
  }
}
