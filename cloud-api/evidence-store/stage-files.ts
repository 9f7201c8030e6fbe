import { closeSync, fsync, openSync, rmSync, writeSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';

const syncFile = promisify(fsync);

/** A file on the local disk that is to go into an evidence store. */
export interface StagedFile {
  readonly sha256: string;
  readonly file: string;
  readonly sizeBytes: number;
}

/** Files that are written before it is known whether they are kept. It blocks its thread while it writes: it belongs into a worker. */
export interface Staging {
  /** Begins a file; what is returned writes on. */
  begin(sha256: string): (chunk: Uint8Array) => void;
  /** Waits until all of them are on the disk, and closes them. */
  finish(): Promise<StagedFile[]>;
  /** Removes all of them that are still there. */
  drop(): void;
}

/** Stages files in a folder that this process alone has. */
export function createStaging(folder: string): Staging {
  const files: { readonly sha256: string; readonly file: string; readonly fd: number; sizeBytes: number }[] = [];
  const close = () => {
    for (const { fd } of open.splice(0)) closeSync(fd);
  };
  const open: { readonly fd: number }[] = [];
  return {
    begin: (sha256) => {
      const file = join(folder, `${sha256}.${randomBytes(6).toString('hex')}`);
      const staged = { sha256, file, fd: openSync(file, 'wx', 0o400), sizeBytes: 0 };
      files.push(staged);
      open.push(staged);
      return (chunk) => {
        for (let at = 0; at < chunk.length;) at += writeSync(staged.fd, chunk, at);
        staged.sizeBytes += chunk.length;
      };
    },
    finish: async () => {
      try {
        // All at once: a journal takes them in one go.
        await Promise.all(open.map(({ fd }) => syncFile(fd)));
      } finally {
        close();
      }
      return files.map(({ sha256, file, sizeBytes }) => ({ sha256, file, sizeBytes }));
    },
    drop: () => {
      close();
      for (const { file } of files) rmSync(file, { force: true });
    },
  };
}
