import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { promisify } from 'node:util';

/** An ffmpeg that can be started. */
export interface FfmpegBinary {
  /** File to execute: an absolute path, or a name that PATH resolves. */
  readonly path: string;
  /** Version of its libavformat as `[major, minor]`: 58 came with ffmpeg 4, 59 with 5, and so on. Development builds have one too. */
  readonly libavformat: readonly [number, number];
}

const execute = promisify(execFile);

/** Reads the libavformat version out of the output of `ffmpeg -version`; null when it is not ffmpeg that answers. */
export function parseLibavformat(output: string): FfmpegBinary['libavformat'] | null {
  const [, major, minor] = /^libavformat\s+(\d+)\.\s*(\d+)\./m.exec(output) ?? [];
  return major === undefined ? null : [Number(major), Number(minor)];
}

async function probe(path: string): Promise<FfmpegBinary | null> {
  try {
    const { stdout } = await execute(path, ['-version']);
    const libavformat = parseLibavformat(stdout);
    return libavformat === null ? null : { path, libavformat };
  } catch {
    return null; // not there, or not executable
  }
}

function packagedPath(): string | null {
  try {
    const installer = createRequire(import.meta.url)('@ffmpeg-installer/ffmpeg') as { path: string };
    return installer.path;
  } catch {
    return null; // an optional dependency
  }
}

/**
 * Finds ffmpeg: `LAMPPOST_FFMPEG` if the caller passes it, else the newer of the system's and the one an npm package ships.
 *
 * @throws Error when none can be started, saying how to get one
 */
export async function findFfmpeg(configured?: string): Promise<FfmpegBinary> {
  if (configured !== undefined && configured !== '') {
    const found = await probe(configured);
    if (found === null)
      throw new Error(`LAMPPOST_FFMPEG names ${configured}, which is not an ffmpeg that can be started`);
    return found;
  }
  const packaged = packagedPath();
  const candidates = await Promise.all([probe('ffmpeg'), packaged === null ? null : probe(packaged)]);
  const [best] = candidates
    .filter((candidate) => candidate !== null)
    .sort((a, b) => b.libavformat[0] - a.libavformat[0] || b.libavformat[1] - a.libavformat[1]);
  if (best === undefined)
    throw new Error('no ffmpeg found: install it (apt install ffmpeg), or set LAMPPOST_FFMPEG to its path');
  return best;
}
