import type { FfmpegBinary, InferencePool } from '@lamppost/detectors';
import { EvaluationError } from '@lamppost/detectors/evaluation';
import type { Logger } from 'pino';
import { CameraPipeline } from '../pipeline/camera-pipeline.js';
import { Judge, type JudgeOptions } from '../pipeline/judge.js';
import type { RuleDocument } from '../rules/document/rule-document.js';
import type { StateStore } from '../spool/state-store.js';
import { clipFrames } from './clip-frames.js';

/** Event time of every clip's first picture, unless told otherwise: fixed, so that two runs give the same. 2024-01-01T00:00:00Z. */
export const CLIP_START_MS = 1_704_067_200_000;
const MS_PER_SECOND = 1000;
const PROGRESS_EVERY = 100;

/** What a clip is played with. */
export interface PlayClipOptions {
  readonly file: string;
  /** Camera of the rules that the clip plays. */
  readonly cameraId: string;
  readonly gatewayId: string;
  readonly document: RuleDocument;
  /** Event time of the first picture, ms since 1970. */
  readonly startMs: number;
  /** Looks a second, at most. */
  readonly rate: number;
  readonly pool: Pick<InferencePool, 'look' | 'frameSize'>;
  readonly ffmpeg: FfmpegBinary;
  readonly log: Logger;
  readonly onViolation: JudgeOptions['onViolation'];
  readonly recorder?: JudgeOptions['recorder'];
  /** Told of each frame's time before it is taken. */
  readonly onFrame?: (capturedAtMs: number) => Promise<void> | void;
  /** Told now and then how many seconds of the clip were played. */
  readonly onProgress: (seconds: number) => void;
}

/** What was played of a clip. */
export interface PlayedClip {
  readonly camera: string;
  /** From the first frame to the last. */
  readonly seconds: number;
  /** Frames that were chosen out of the clip. */
  readonly frames: number;
  /** Frames that a model looked at: not those in which nothing was to be expected. */
  readonly looks: number;
}

/** Nothing is kept: each clip begins with an empty memory. */
const NO_STATES: StateStore = { loadState: () => undefined, saveState: () => undefined };

/**
 * Plays a clip through what the gateway does with a camera, one frame after another. Two runs give the same result: time is the clip's own,
 * and every frame is waited for.
 *
 * @throws EvaluationError when the clip cannot be played
 */
export async function playClip(options: PlayClipOptions): Promise<PlayedClip> {
  const { file, cameraId, gatewayId, document, startMs, rate, pool, ffmpeg, log, recorder } = options;
  const count = { frames: 0, looks: 0, lastMs: startMs, tickMs: 0 };
  const failures: Error[] = [];
  // A camera goes on after a look that failed; a figure must not rest on what was left over.
  const look: InferencePool['look'] = async (picture, withinMs) =>
    pool.look(picture, withinMs).catch((error: unknown) => {
      failures.push(error instanceof Error ? error : new Error(String(error)));
      throw error;
    });
  const judge = new Judge({
    book: { gatewayId, document },
    states: NO_STATES,
    onViolation: options.onViolation,
    ...(recorder === undefined ? {} : { recorder }),
  });
  const pipeline = new CameraPipeline({ cameraId, pool: { look }, judge, states: NO_STATES, log });
  for await (const frame of clipFrames({
    ...{ file, cameraId, looksPerSecond: rate, frameSize: pool.frameSize, startMs, ffmpeg },
  })) {
    await options.onFrame?.(frame.capturedAtMs);
    // A gateway's clock ticks each second; here it is the clip's.
    if (frame.capturedAtMs - count.tickMs >= MS_PER_SECOND) {
      count.tickMs = frame.capturedAtMs;
      judge.tick(frame.capturedAtMs);
    }
    const { outcome } = await pipeline.take(frame);
    if (outcome === 'looked') count.looks += 1;
    const [failure] = failures;
    if (failure !== undefined) throw failure;
    count.frames += 1;
    count.lastMs = frame.capturedAtMs;
    if (count.frames % PROGRESS_EVERY === 0) options.onProgress((count.lastMs - startMs) / MS_PER_SECOND);
  }
  if (count.frames === 0) throw new EvaluationError([`${file}: holds no picture; give a video`]);
  const { frames, looks, lastMs } = count;
  return { camera: cameraId, seconds: (lastMs - startMs) / MS_PER_SECOND, frames, looks };
}
