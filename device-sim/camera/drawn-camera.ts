import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FfmpegBinary } from '@lamppost/detectors/ffmpeg';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import { drawnArguments } from './drawn-arguments.js';
import { FfmpegSource } from './ffmpeg-source.js';
import { renderScene } from './render-scene.js';
import type { Scene } from './scene.js';

/** Pictures a second of a drawn camera. */
export const DRAWN_FRAMES_PER_SECOND = 10;

/** A camera whose pictures are drawn, not yet running. */
export interface DrawnCamera {
  /** Makes the source of the pictures. @param startedAtMs wall-clock time of the scenario's second 0 */
  createSource(startedAtMs: number): FfmpegSource;
  /** Removes the drawings. */
  close(): Promise<void>;
}

/** Draws all that a scene needs into a folder of its own. */
export async function prepareDrawnCamera(options: {
  readonly ffmpeg: FfmpegBinary;
  readonly scene: Scene;
  readonly clock: Clock;
  readonly log: Logger;
}): Promise<DrawnCamera> {
  const { ffmpeg, clock, log } = options;
  const folder = await mkdtemp(join(tmpdir(), 'lamppost-scene-'));
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true });
  try {
    const rendered = await renderScene(options.scene, folder);
    return {
      createSource: (startedAtMs) =>
        new FfmpegSource({
          ffmpeg,
          inputArguments: drawnArguments(rendered, DRAWN_FRAMES_PER_SECOND, startedAtMs),
          framesPerSecond: DRAWN_FRAMES_PER_SECOND,
          playsOnce: false,
          clock,
          log,
        }),
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}
