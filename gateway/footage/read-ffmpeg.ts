import { spawn } from 'node:child_process';

const TIMEOUT_MS = 20_000;
const LOG_CHARACTERS = 256_000;

/** What an ffmpeg gave that ran to its end. */
export interface FfmpegOutput {
  readonly output: Buffer;
  /** Its last words. */
  readonly log: string;
  /** Null when it was ended. */
  readonly exitCode: number | null;
}

/**
 * Runs ffmpeg to its end and collects what it writes to standard output; one that writes more than `maxBytes`, or takes more than 20 s, is ended.
 *
 * @throws Error when it can't be started
 */
export async function readFfmpeg(path: string, args: readonly string[], maxBytes: number): Promise<FfmpegOutput> {
  const child = spawn(path, ['-hide_banner', '-nostdin', '-nostats', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
    timeout: TIMEOUT_MS,
    killSignal: 'SIGKILL',
  });
  const output: Buffer[] = [];
  let bytes = 0;
  let log = '';
  child.stdout.on('data', (chunk: Buffer) => {
    bytes += chunk.length;
    if (bytes > maxBytes) child.kill('SIGKILL');
    else output.push(chunk);
  });
  child.stderr.on('data', (chunk: Buffer) => {
    log = (log + chunk.toString('latin1')).slice(-LOG_CHARACTERS);
  });
  const exitCode = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  return { output: Buffer.concat(output), log, exitCode };
}
