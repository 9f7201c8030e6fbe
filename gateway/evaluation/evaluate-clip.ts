import { existsSync } from 'node:fs';
import type { Violation } from '@lamppost/contracts';
import type { FfmpegBinary, InferencePool } from '@lamppost/detectors';
import { EvaluationError } from '@lamppost/detectors/evaluation';
import type { Logger } from 'pino';
import { CameraPipeline } from '../pipeline/camera-pipeline.js';
import { Judge } from '../pipeline/judge.js';
import type { RuleDocument } from '../rules/document/rule-document.js';
import type { StateStore } from '../spool/state-store.js';
import { clipFrames } from './clip-frames.js';
import type { ClipTruth } from './clip-truth.js';
import { type ClipScore, scoreClip, toldAt } from './score-clip.js';

/** Event time of every clip's first picture: fixed, so that two runs give the same. 2024-01-01T00:00:00Z. */
const CLIP_START_MS = 1_704_067_200_000;
const MS_PER_SECOND = 1000;

/** What a clip is evaluated with. */
export interface EvaluateClipOptions {
  readonly file: string;
  /** Camera of the rules that the clip plays; see {@link checkClip}. */
  readonly cameraId: string;
  readonly document: RuleDocument;
  readonly truth: ClipTruth;
  /** Looks a second, at most. */
  readonly rate: number;
  readonly pool: Pick<InferencePool, 'look' | 'frameSize'>;
  readonly ffmpeg: FfmpegBinary;
  readonly log: Logger;
  /** Told now and then how many seconds of the clip were played. */
  readonly onProgress: (seconds: number) => void;
}

/** What `--clip` reports. */
export interface ClipReport {
  readonly clip: {
    readonly camera: string;
    /** From the first frame to the last. */
    readonly seconds: number;
    /** Frames that were chosen out of the clip. */
    readonly frames: number;
    /** Frames that a model looked at: not those in which nothing was to be expected. */
    readonly looks: number;
  };
  readonly score: ClipScore;
}

function cameraOf({ camera }: ClipTruth, { zones }: RuleDocument): string {
  const cameras = [...new Set(zones.map((zone) => zone.camera))];
  const named = cameras.join(', ') || 'none';
  if (camera !== undefined && cameras.includes(camera)) return camera;
  if (camera !== undefined)
    throw new EvaluationError([
      `the truth's camera: the rules have no zone on "${camera}"; their cameras are: ${named}`,
    ]);
  const [only, ...others] = cameras;
  if (only === undefined || others.length > 0)
    throw new EvaluationError([
      `the truth names no camera, and the rules have several or none (${named}): say "camera:"`,
    ]);
  return only;
}

/** A rule that is not there could never be found. */
function assertRules({ violations }: ClipTruth, { rules }: RuleDocument): void {
  const known = new Set(rules.map(({ id }) => id));
  const unknown = violations.flatMap(({ rule }, index) =>
    rule === undefined || known.has(rule)
      ? []
      : [`the truth's violations[${index}].rule: there is no rule "${rule}"; the rules are: ${[...known].join(', ')}`],
  );
  if (unknown.length > 0) throw new EvaluationError(unknown);
}

/**
 * Checks that clip, rules and truth fit, before anything is loaded.
 *
 * @returns the camera of the rules that the clip plays
 * @throws EvaluationError naming what does not fit
 */
export function checkClip(file: string, truth: ClipTruth, document: RuleDocument): string {
  if (!existsSync(file)) throw new EvaluationError([`${file}: there is no such file; give a video`]);
  assertRules(truth, document);
  return cameraOf(truth, document);
}

/** Nothing is kept: each clip begins with an empty memory. */
const NO_STATES: StateStore = { loadState: () => undefined, saveState: () => undefined };

/**
 * Plays a clip through what the gateway does with a camera, one frame after another, and holds the violations against the truth. Two runs
 * give the same result: time is the clip's own, and every frame is waited for.
 *
 * @throws EvaluationError when the clip cannot be played
 */
export async function evaluateClip(options: EvaluateClipOptions): Promise<ClipReport> {
  const { file, cameraId, document, truth, rate, pool, ffmpeg, log, onProgress } = options;
  const violations: Violation[] = [];
  const count = { frames: 0, looks: 0, lastMs: CLIP_START_MS };
  const failures: Error[] = [];
  // A camera goes on after a look that failed; a figure must not rest on what was left over.
  const look: InferencePool['look'] = async (picture, withinMs) =>
    pool.look(picture, withinMs).catch((error: unknown) => {
      failures.push(error instanceof Error ? error : new Error(String(error)));
      throw error;
    });
  const pipeline = new CameraPipeline({
    cameraId,
    pool: { look },
    judge: new Judge({
      book: { gatewayId: 'evaluation', document },
      states: NO_STATES,
      onViolation: (violation) => {
        violations.push(violation);
      },
    }),
    states: NO_STATES,
    log,
  });
  const play = { file, cameraId, looksPerSecond: rate, frameSize: pool.frameSize, startMs: CLIP_START_MS, ffmpeg };
  for await (const frame of clipFrames(play)) {
    const { outcome } = await pipeline.take(frame);
    if (outcome === 'looked') count.looks += 1;
    const [failure] = failures;
    if (failure !== undefined) throw failure;
    count.frames += 1;
    count.lastMs = frame.capturedAtMs;
    if (count.frames % 100 === 0) onProgress((count.lastMs - CLIP_START_MS) / MS_PER_SECOND);
  }
  if (count.frames === 0) throw new EvaluationError([`${file}: holds no picture; give a video`]);
  const ruleSeconds = new Map(document.rules.map((rule) => [rule.id, 'forSeconds' in rule ? rule.forSeconds : 0]));
  const told = violations.map((violation) => toldAt(violation, CLIP_START_MS));
  return {
    clip: {
      camera: cameraId,
      seconds: (count.lastMs - CLIP_START_MS) / MS_PER_SECOND,
      frames: count.frames,
      looks: count.looks,
    },
    score: scoreClip(told, truth.violations, ruleSeconds),
  };
}
