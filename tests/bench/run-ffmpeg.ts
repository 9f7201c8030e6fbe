import { spawn } from 'node:child_process';
import type { FfmpegBinary } from '@lamppost/detectors';

/** What an ffmpeg cost that ran to its end. */
export interface FfmpegCost {
  /** Processor time of its own, all threads, in user space and in the kernel. */
  readonly cpuSeconds: number;
  readonly wallSeconds: number;
}

/**
 * Runs ffmpeg to its end and says what it cost, by its own account (`-benchmark`). Its standard output goes nowhere.
 *
 * @throws Error with ffmpeg's last words when it fails
 */
export async function runFfmpeg(ffmpeg: FfmpegBinary, args: readonly string[]): Promise<FfmpegCost> {
  const child = spawn(ffmpeg.path, ['-hide_banner', '-nostdin', '-nostats', '-benchmark', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const startedMs = performance.now();
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    log = (log + text).slice(-4_000);
  });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  const wallSeconds = (performance.now() - startedMs) / 1000;
  const told = /bench: utime=([\d.]+)s stime=([\d.]+)s rtime/.exec(log);
  if (code !== 0 || told === null) throw new Error(`ffmpeg failed (exit code ${code}): ${log.trim()}`);
  return { cpuSeconds: Number(told[1]) + Number(told[2]), wallSeconds };
}

/** Output arguments that decode every picture and throw it away. */
export const DECODE_ONLY = ['-map', '0:v:0', '-f', 'null', '-'] as const;
