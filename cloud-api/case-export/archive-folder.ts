import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { PassThrough, Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { ZipFile } from 'yazl';

/** A folder in which an archive is put together: what comes is written to the disk, so that little is in memory. */
export interface ArchiveFolder {
  /** Where a file of the archive lies. */
  pathOf(name: string): string;
  /** Writes a file and notes its SHA-256. */
  write(name: string, content: Readable | string): Promise<void>;
  /** The whole as a ZIP, with the list of hashes last; its files are stored as they are. The folder is removed when the stream ends. */
  pack(): Promise<NodeJS.ReadableStream>;
  remove(): Promise<void>;
}

const HASHES = 'SHA256SUMS';

/** Makes an empty folder below `parent`. */
export async function openArchiveFolder(parent: string): Promise<ArchiveFolder> {
  await mkdir(parent, { recursive: true, mode: 0o700 });
  const root = await mkdtemp(join(parent, 'case-'));
  const hashes = new Map<string, string>();
  const pathOf = (name: string) => join(root, name);
  const remove = async () => {
    await rm(root, { recursive: true, force: true });
  };
  const write: ArchiveFolder['write'] = async (name, content) => {
    await mkdir(dirname(pathOf(name)), { recursive: true, mode: 0o700 });
    const hash = createHash('sha256');
    const count = new Transform({
      transform: (chunk: Buffer, _encoding, done) => {
        hash.update(chunk);
        done(null, chunk);
      },
    });
    const source = typeof content === 'string' ? Readable.from([Buffer.from(content)]) : content;
    await pipeline(source, count, createWriteStream(pathOf(name), { flags: 'wx', mode: 0o600 }));
    hashes.set(name, hash.digest('hex'));
  };
  return {
    pathOf,
    write,
    remove,
    pack: async () => {
      const names = [...hashes.keys()];
      const lines = names.map((name) => `${hashes.get(name) ?? ''}  ${name}\n`);
      await write(HASHES, lines.join(''));
      const zip = new ZipFile();
      for (const name of [...names, HASHES]) zip.addFile(pathOf(name), name, { compress: false });
      zip.end();
      const stream = new PassThrough();
      zip.outputStream.pipe(stream);
      zip.on('error', (error: Error) => {
        stream.destroy(error);
      });
      stream.once('close', () => {
        void remove();
      });
      return stream;
    },
  };
}
