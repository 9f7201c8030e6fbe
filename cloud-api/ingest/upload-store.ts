import { constants, open, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type FileConfigstore, FileStore } from '@tus/file-store';
import { ERRORS, type Upload } from '@tus/server';
import { GatheringWriter } from './gathering-writer.js';

/** Removes a file that may be gone. */
export async function unlinkIfThere(file: string): Promise<void> {
  await unlink(file).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  });
}

const READ_WRITE_CREATE = constants.O_RDWR | constants.O_CREAT;

/**
 * Uploads in a folder that is there: as the store it comes from, with fewer calls to the disk for each. What is said of an upload goes to the disk
 * with {@link keep}, when the request that began it is over and it is not: most are complete by then, and gone.
 */
export class UploadStore extends FileStore {
  readonly #infos: FileConfigstore;
  readonly #begun = new Map<string, Upload>();

  constructor(options: { readonly directory: string; readonly configstore: FileConfigstore }) {
    super(options);
    this.#infos = options.configstore;
  }

  override async create(upload: Upload): Promise<Upload> {
    const path = join(this.directory, upload.id);
    // Of one without a byte nothing is written, and it is complete all the same.
    if (upload.size === 0) await writeFile(path, '');
    upload.storage = { type: 'file', path };
    this.#begun.set(upload.id, upload);
    return upload;
  }

  /** Has a later request find an upload that was begun and is still there; any other is left as it is. */
  async keep(uploadId: string): Promise<void> {
    const upload = this.#begun.get(uploadId);
    if (upload === undefined) return;
    const file = await open(join(this.directory, uploadId), READ_WRITE_CREATE);
    await Promise.all([file.close(), this.#infos.set(uploadId, upload)]);
    this.#begun.delete(uploadId);
  }

  override async write(bytes: Readable, uploadId: string, offset: number): Promise<number> {
    const isNew = this.#begun.has(uploadId);
    const file = await open(join(this.directory, uploadId), isNew ? READ_WRITE_CREATE : 'r+');
    const writer = new GatheringWriter(file, offset);
    try {
      try {
        for await (const chunk of bytes as AsyncIterable<Buffer>) await writer.add(chunk);
      } finally {
        // What came before a connection broke need not come again.
        await writer.flush();
      }
    } catch (cause) {
      throw Object.assign(new Error(`upload ${uploadId} stops at ${writer.at}`, { cause }), ERRORS.FILE_WRITE_ERROR);
    } finally {
      await file.close();
    }
    return writer.at;
  }

  override async remove(uploadId: string): Promise<void> {
    const names = this.#begun.delete(uploadId) ? [uploadId] : [uploadId, `${uploadId}.json`];
    await Promise.all(names.map((name) => unlinkIfThere(join(this.directory, name))));
  }
}
