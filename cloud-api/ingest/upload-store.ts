import { open, unlink, writeFile } from 'node:fs/promises';
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

/** Uploads in a folder that is there: as the store it comes from, with fewer calls to the disk for each. */
export class UploadStore extends FileStore {
  readonly #infos: FileConfigstore;

  constructor(options: { readonly directory: string; readonly configstore: FileConfigstore }) {
    super(options);
    this.#infos = options.configstore;
  }

  override async create(upload: Upload): Promise<Upload> {
    const path = join(this.directory, upload.id);
    await Promise.all([writeFile(path, ''), this.#infos.set(upload.id, upload)]);
    upload.storage = { type: 'file', path };
    return upload;
  }

  override async write(bytes: Readable, uploadId: string, offset: number): Promise<number> {
    const file = await open(join(this.directory, uploadId), 'r+');
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
    await Promise.all([uploadId, `${uploadId}.json`].map((name) => unlinkIfThere(join(this.directory, name))));
  }
}
