import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { Readable } from 'node:stream';
import { RandomAccessReader } from 'yauzl';

const CHUNK_BYTES = 256 * 1024;

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

  #readAt(at: number, bytes: number): Buffer {
    const buffer = Buffer.allocUnsafe(bytes);
    const bytesRead = readSync(this.#fd, buffer, 0, bytes, at);
    return buffer.subarray(0, bytesRead);
  }

  override _readStreamForRange(start: number, end: number): Readable {
    const pieces = function* (readAt: (at: number, bytes: number) => Buffer) {
      for (let at = start; at < end;) {
        const piece = readAt(at, Math.min(CHUNK_BYTES, end - at));
        if (piece.length === 0) return; // yauzl says how many bytes are missing
        at += piece.length;
        yield piece;
      }
    };
    return Readable.from(pieces((at, bytes) => this.#readAt(at, bytes)));
  }

  override read(
    buffer: Buffer,
    offset: number,
    length: number,
    position: number,
    callback: (error: Error | null, bytesRead?: number) => void,
  ): void {
    try {
      const bytesRead = this.#readAt(position, length).copy(buffer, offset);
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
