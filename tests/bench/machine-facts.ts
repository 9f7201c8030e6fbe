import { execFile } from 'node:child_process';
import { cpus, loadavg, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { FfmpegBinary } from '@lamppost/detectors';
import type { BenchReport } from './bench-report.js';

/** What the figures were measured on. */
export async function machineFacts(ffmpeg: FfmpegBinary): Promise<BenchReport['machine']> {
  const { stdout } = await promisify(execFile)(ffmpeg.path, ['-version']);
  const processors = cpus();
  return {
    cpu: processors[0]?.model.trim() ?? 'unknown',
    cores: processors.length,
    loadBefore: loadavg()[0] ?? 0,
    memoryBytes: totalmem(),
    node: process.version,
    platform: `${process.platform} ${process.arch}`,
    ffmpeg: /^ffmpeg version (\S+)/.exec(stdout)?.[1] ?? 'unknown',
    ffmpegPath: ffmpeg.path,
  };
}
