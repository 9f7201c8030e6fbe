import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { FfmpegBinary } from '@lamppost/detectors/ffmpeg';
import { drawnClipArguments } from './drawn-arguments.js';
import { renderScene } from './render-scene.js';
import type { Scene } from './scene.js';

/** What a clip of a drawn scene is made of. */
export interface DrawClipOptions {
  readonly ffmpeg: FfmpegBinary;
  readonly scene: Scene;
  /** From the scenario's second 0 on. */
  readonly seconds: number;
  readonly framesPerSecond: number;
  /** H.264 in the container that its name ends with. */
  readonly file: string;
}

/** Draws a scene into a video file. @throws Error when ffmpeg refuses or the file can't be written */
export async function drawClip({ ffmpeg, scene, seconds, framesPerSecond, file }: DrawClipOptions): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lamppost-clip-'));
  try {
    const rendered = await renderScene(scene, folder);
    await promisify(execFile)(ffmpeg.path, [
      ...['-v', 'error', '-y', ...drawnClipArguments(rendered, framesPerSecond)],
      ...['-frames:v', String(Math.round(seconds * framesPerSecond)), '-r', String(framesPerSecond)],
      ...['-c:v', 'libx264', '-preset', 'ultrafast', '-crf', '20', '-pix_fmt', 'yuv420p', file],
    ]);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
