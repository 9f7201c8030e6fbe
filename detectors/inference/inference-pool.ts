import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { DecodingOptions } from '../decoding/decode-detections.js';
import { DetectorError } from '../detector-error.js';
import { planModels } from '../families/plan-models.js';
import type { ModelSet, OwnModel } from '../families/plan-models.js';
import type { PixelSize } from '../geometry/letterbox.js';
import { loadModelCards } from '../models/load-model-cards.js';
import type { ModelCard } from '../models/model-card.js';
import { modelDirectory } from '../models/model-directory.js';
import { assertPicture } from './frame.js';
import type { Picture } from './frame.js';
import { InferThread } from './infer-thread.js';
import type { Look } from './look.js';
import { LookQueue } from './look-queue.js';
import type { PoolLog } from './pool-log.js';

/** A file that decides what is found, by the name that evidence gives it. */
export interface DecidingFile {
  readonly name: string;
  readonly sha256: string;
}

/** Most letters of a name in evidence. */
const MAX_NAME = 100;

function decidingFiles({ models }: ModelSet, cards: readonly ModelCard[]): DecidingFile[] {
  const shipped = cards.map(({ name, sha256 }) => ({ name, sha256 }));
  const own = models.flatMap(({ plan }) => (plan.sidecar === null ? [plan] : [plan, plan.sidecar]));
  const brought = own.filter(({ sha256 }) => !shipped.some((card) => card.sha256 === sha256));
  return [...brought.map(({ name, sha256 }) => ({ name: name.slice(0, MAX_NAME), sha256 })), ...shipped];
}

/** How long a camera may wait for its next look when the caller does not say. */
const USUAL_WITHIN_MS = 5_000;

/** How an {@link InferencePool} is made. */
export interface InferencePoolOptions {
  /** Worker threads, each with its own copy of the models; one for each core that may be spent. */
  readonly threads: number;
  readonly log: PoolLog;
  /** Folder with the models and their cards; the one that ships with this package by default. */
  readonly modelDir?: string;
  /** Models that look besides the one that ships. */
  readonly models?: readonly OwnModel[];
  readonly decoding?: Partial<DecodingOptions>;
  /** Compiled file that the threads run, in place of our own. */
  readonly workerFile?: string;
  /** Any clock that never runs backwards: the order of the looks goes by it. By default, the time since the process started. */
  readonly nowMs?: () => number;
}

/** Counters of an {@link InferencePool} since its start, and its state now. */
export interface InferenceStats {
  readonly threads: number;
  /** Threads whose models are loaded. */
  readonly ready: number;
  readonly inWork: number;
  /** Cameras whose newest frame waits. */
  readonly waiting: number;
  /** Frames looked at. */
  readonly looked: number;
  /** Frames that a newer one of the same camera replaced before they were looked at. */
  readonly skipped: number;
  /** Looks that ended in an error. */
  readonly failed: number;
  /** Workers replaced after they died. */
  readonly restarts: number;
  /** Time spent on all looks together, in worker threads. */
  readonly elapsedMs: number;
}

interface WaitingLook {
  readonly picture: Picture;
  resolve(look: Look | null): void;
  reject(error: unknown): void;
}

/** Looks at frames in worker threads. Newest frame wins: a camera has at most one frame in work and one waiting. */
export class InferencePool {
  readonly #threads: InferThread[];
  readonly #queue = new LookQueue<WaitingLook>();
  readonly #inWork = new Set<Promise<void>>();
  readonly #nowMs: () => number;
  #isClosed = false;
  #looked = 0;
  #skipped = 0;
  #failed = 0;
  #elapsedMs = 0;

  private constructor(
    options: InferencePoolOptions,
    /** Size that frames are to be made in. */
    readonly frameSize: PixelSize,
    /** What decides what is found: models and their sidecars. */
    readonly models: readonly DecidingFile[],
    set: ModelSet,
  ) {
    const workerFile = options.workerFile ?? createRequire(import.meta.url).resolve('@lamppost/detectors/infer-worker');
    const settings = { models: set, decoding: options.decoding ?? {} };
    this.#nowMs = options.nowMs ?? (() => performance.now());
    const onIdle = () => {
      this.#dispatch();
    };
    this.#threads = Array.from(
      { length: options.threads },
      () => new InferThread({ workerFile, settings, log: options.log, onIdle }),
    );
  }

  /**
   * Checks the models against their cards and starts the threads.
   *
   * @throws DetectorError `model.*` for models that are missing or changed, `inference.worker-crashed` when a thread can't start
   */
  static async create(options: InferencePoolOptions): Promise<InferencePool> {
    const modelDir = options.modelDir ?? modelDirectory;
    const cards = await loadModelCards(modelDir);
    const set = await planModels(options.models ?? [], join(modelDir, 'street.onnx'));
    const models = decidingFiles(set, cards);
    const pool = new InferencePool(options, set.frameSize, models, set);
    try {
      await Promise.all(pool.#threads.map((thread) => thread.started));
    } catch (error) {
      await pool.close();
      throw error;
    }
    const { frameSize, replacedLabels } = set;
    const families = Object.fromEntries(set.models.map(({ plan }) => [plan.name, plan.family]));
    options.log.info({ threads: options.threads, models, families, frameSize, replacedLabels }, 'inference ready');
    return pool;
  }

  /**
   * Looks at a picture.
   *
   * @param withinMs - longest time that should pass since the last look at the camera: who may wait least goes first
   * @returns what was seen, or null when a newer frame of the camera took this one's place before its turn came
   * @throws DetectorError `inference.bad-frame`, `inference.failed`, `inference.worker-crashed` or `inference.closed`
   */
  async look(picture: Picture, withinMs = USUAL_WITHIN_MS): Promise<Look | null> {
    assertPicture(picture);
    if (this.#isClosed) throw new DetectorError('inference.closed', 'the inference pool was closed');
    return new Promise<Look | null>((resolve, reject) => {
      const replaced = this.#queue.offer(
        picture.cameraId,
        { picture, resolve, reject },
        {
          atMs: this.#nowMs(),
          withinMs,
        },
      );
      if (replaced !== null) {
        this.#skipped += 1;
        replaced.resolve(null);
      }
      this.#dispatch();
    });
  }

  stats(): InferenceStats {
    return {
      threads: this.#threads.length,
      ready: this.#threads.filter((thread) => thread.isReady).length,
      inWork: this.#inWork.size,
      waiting: this.#queue.waiting,
      looked: this.#looked,
      skipped: this.#skipped,
      failed: this.#failed,
      restarts: this.#threads.reduce((sum, thread) => sum + thread.restarts, 0),
      elapsedMs: this.#elapsedMs,
    };
  }

  /** Finishes the looks in work, refuses those that wait with `inference.closed`, and ends the threads. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const waiting of this.#queue.drain())
      waiting.reject(new DetectorError('inference.closed', 'the inference pool was closed'));
    await Promise.all(this.#inWork);
    await Promise.all(this.#threads.map((thread) => thread.close()));
  }

  #dispatch(): void {
    for (const thread of this.#threads) {
      if (!thread.isIdle) continue;
      const next = this.#queue.take();
      if (next === null) return;
      const work = this.#run(thread, next).finally(() => {
        this.#inWork.delete(work);
        this.#queue.finish(next.picture.cameraId);
        this.#dispatch();
      });
      this.#inWork.add(work);
    }
  }

  async #run(thread: InferThread, waiting: WaitingLook): Promise<void> {
    const { cameraId, capturedAtMs, width, height, data, letterbox } = waiting.picture;
    // Not what else the caller's frame may hold: all of it would be copied to the worker.
    const frame = { cameraId, capturedAtMs, width, height, data, letterbox };
    try {
      const { detections, hazard, elapsedMs } = await thread.look({ kind: 'look', frame });
      this.#looked += 1;
      this.#elapsedMs += elapsedMs;
      waiting.resolve({ cameraId, capturedAtMs, detections, hazard });
    } catch (error) {
      this.#failed += 1;
      waiting.reject(error);
    }
  }
}
