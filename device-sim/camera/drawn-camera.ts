import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FfmpegBinary } from '@lamppost/detectors/ffmpeg';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import { drawnArguments } from './drawn-arguments.js';
import { FfmpegSource } from './ffmpeg-source.js';
import { rearrangeScene, renderScene } from './render-scene.js';
import type { Scene } from './scene.js';

/** Pictures a second of a drawn camera. */
export const DRAWN_FRAMES_PER_SECOND = 10;

/** A camera whose pictures are drawn, not yet running. */
export interface DrawnCamera {
  /** Makes the source of the pictures. @param startedAtMs wall-clock time of the scenario's second 0 */
  createSource(startedAtMs: number): FfmpegSource;
  /**
   * What the source is to show when a loudspeaker has spoken: those who obey it are gone at `leavesAt`, in seconds of the scenario. Null
   * when nobody here obeys it.
   */
  whenTold(speakerId: string, leavesAt: number, startedAtMs: number): readonly string[] | null;
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
    let { scene } = options;
    const rendered = await renderScene(scene, folder);
    return {
      whenTold: (speakerId, leavesAt, startedAtMs) => {
        if (!scene.actors.some((actor) => actor.leavesWhenTold === speakerId)) return null;
        const actors = scene.actors.map((actor) =>
          actor.leavesWhenTold === speakerId ? { ...actor, leavesAt, leavesWhenTold: undefined } : actor,
        );
        scene = { ...scene, actors };
        return drawnArguments(rearrangeScene(rendered, scene, folder), DRAWN_FRAMES_PER_SECOND, startedAtMs);
      },
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
