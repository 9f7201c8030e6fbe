import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';

const CHUNK_BYTES = 128 * 1024;

/** Reads a file for yauzl without a hop to another thread for each piece. It blocks its thread, which is to be a worker. */
export class BlockingReader extends RandomAccessReader {
  readonly sizeBytes: number;
  readonly #fd: number;

  /** @throws Error when the disk fails */
  constructor(file: string) {
    super();
    this.#fd = openSync(file, 'r');
    this.sizeBytes = fstatSync(this.#fd).size;
  }

  /** The bytes from `start` to `end`, fewer where the file ends; each piece lies where the one before it lay. */
  *piecesBetween(start: number, end: number): Generator<Buffer> {
    const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, end - start));
    for (let at = start; at < end;) {
      const bytesRead = readSync(this.#fd, buffer, 0, Math.min(buffer.length, end - at), at);
      if (bytesRead === 0) return;
      at += bytesRead;
      yield buffer.subarray(0, bytesRead);
    }
  }

  override _readStreamForRange(start: number, end: number): Readable {
    // A stream reads ahead, so its pieces must not share their bytes.
    const pieces = function* (shared: Generator<Buffer>) {
      for (const piece of shared) yield Buffer.from(piece);
    };
    return Readable.from(pieces(this.piecesBetween(start, end)));
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    try {
      const bytesRead = readSync(this.#fd, buffer, offset, length, position);
      queueMicrotask(() => {
        callback(null, bytesRead);
      });
    } catch (error) {
      queueMicrotask(() => {
        callback(error as Error);
      });
    }
  }

  override close(callback: (error: Error | null) => void): void {
    closeSync(this.#fd);
    queueMicrotask(() => {
      callback(null);
    });
  }
}
