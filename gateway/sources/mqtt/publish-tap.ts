import type { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import { type Publish, PublishCutter } from './publish-cutter.js';

/** Options of {@link PublishTap}. */
export interface PublishTapOptions {
  /** On its way to the broker. */
  readonly socket: Socket;
  readonly protocolVersion: 4 | 5;
  /** Given each message as it comes. */
  readonly onPublish: (publish: Publish, tap: PublishTap) => void;
}

/**
 * A connection to a broker for mqtt.js, from which the messages were taken out before: mqtt.js makes several objects and waits a turn for
 * each of them. It is left to connect, to subscribe, to publish and to keep the connection alive.
 */
export class PublishTap extends Duplex {
  // mqtt.js takes a `socket` for that of a WebSocket.
  readonly #socket: Socket;

  constructor({ socket, protocolVersion, onPublish }: PublishTapOptions) {
    super({ allowHalfOpen: false });
    this.#socket = socket;
    const cutter = new PublishCutter({
      protocolVersion,
      onPublish: (publish) => {
        onPublish(publish, this);
      },
      onOther: (bytes) => this.push(bytes),
    });
    socket.on('data', (chunk: Buffer) => {
      cutter.take(chunk);
    });
    socket.on('end', () => this.push(null));
    socket.on('error', (error) => this.destroy(error));
    socket.on('close', () => this.destroy());
  }

  /** Reads no more until {@link goOn}: what comes waits in the network. */
  holdBack(): void {
    this.#socket.pause();
  }

  /** Reads again. */
  goOn(): void {
    this.#socket.resume();
  }

  // What mqtt.js is given is a few bytes each minute: it need not be asked whether it wants them.
  override _read(): void {
    return;
  }

  override _write(bytes: Buffer, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    this.#socket.write(bytes, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    this.#socket.end(() => {
      done();
    });
  }

  override _destroy(error: Error | null, done: (error: Error | null) => void): void {
    this.#socket.destroy();
    done(error);
  }
}
