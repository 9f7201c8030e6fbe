import type { FileHandle } from 'node:fs/promises';

/** Bytes that are gathered before they are written. */
const GATHERED_BYTES = 512 * 1024;

/** Writes pieces one after another into a file, many at a time: each call to the disk costs more than the bytes of a piece. */
export class GatheringWriter {
  readonly #file: FileHandle;
  #pieces: Buffer[] = [];
  #gatheredBytes = 0;
  #at: number;

  /** @param at where in the file the first piece goes, bytes */
  constructor(file: FileHandle, at: number) {
    this.#file = file;
    this.#at = at;
  }

  /** Where the next byte goes that is written. */
  get at(): number {
    return this.#at;
  }

  /** Takes the next piece, which must not change any more. @throws Error when the disk fails */
  async add(piece: Buffer): Promise<void> {
    this.#pieces.push(piece);
    this.#gatheredBytes += piece.length;
    if (this.#gatheredBytes >= GATHERED_BYTES) await this.flush();
  }

  /** Writes what is gathered. @throws Error when the disk fails */
  async flush(): Promise<void> {
    while (this.#gatheredBytes > 0) {
      const { bytesWritten } = await this.#file.writev(this.#pieces, this.#at);
      this.#at += bytesWritten;
      this.#gatheredBytes -= bytesWritten;
      // A disk that fills up takes a part.
      this.#pieces = this.#gatheredBytes === 0 ? [] : [Buffer.concat(this.#pieces).subarray(bytesWritten)];
    }
  }
}
