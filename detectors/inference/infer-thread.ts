import { Worker } from 'node:worker_threads';
import { DetectorError } from '../detector-error.js';
import type { PoolLog } from './pool-log.js';
import type { WorkerAnswer, WorkerRequest, WorkerSettings } from './worker-messages.js';

/** Pause before another start when a worker died before it was ready: whatever stopped it will seldom have gone at once. */
const RESTART_DELAY_MS = 1_000;
/** How long a worker may take to release its models before it is ended by force. */
const CLOSE_DEADLINE_MS = 5_000;

type LookRequest = Extract<WorkerRequest, { kind: 'look' }>;
type LookAnswer = Extract<WorkerAnswer, { kind: 'looked' }>;

interface Job {
  resolve(answer: LookAnswer): void;
  reject(error: DetectorError): void;
}

/** What an {@link InferThread} needs. */
export interface InferThreadOptions {
  /** Compiled file that runs in the thread. */
  readonly workerFile: string;
  readonly settings: WorkerSettings;
  readonly log: PoolLog;
  /** Called whenever the thread can take a look, also after a restart. */
  onIdle(): void;
}

/** One worker thread that is replaced when it dies. Takes one look at a time. */
export class InferThread {
  readonly #options: InferThreadOptions;
  readonly #started: Promise<void>;
  #worker: Worker;
  #job: Job | null = null;
  #isReady = false;
  #isClosing = false;
  #restarts = 0;
  #restartTimer: NodeJS.Timeout | null = null;
  #settleStart: { resolve(): void; reject(error: DetectorError): void } | null = null;

  constructor(options: InferThreadOptions) {
    this.#options = options;
    this.#started = new Promise((resolve, reject) => {
      this.#settleStart = { resolve, reject };
    });
    this.#worker = this.#spawn();
  }

  /** Settles with the first start: fulfilled once the models are loaded, rejected when the worker died before. */
  get started(): Promise<void> {
    return this.#started;
  }

  get isReady(): boolean {
    return this.#isReady;
  }

  get isIdle(): boolean {
    return this.#isReady && !this.#isClosing && this.#job === null;
  }

  /** Times that the worker was replaced. */
  get restarts(): number {
    return this.#restarts;
  }

  /**
   * Hands a frame to the worker; only while {@link isIdle}.
   *
   * @throws DetectorError `inference.failed` when the models refuse the frame, `inference.worker-crashed` when the worker dies with it
   */
  async look(request: LookRequest): Promise<LookAnswer> {
    return new Promise<LookAnswer>((resolve, reject) => {
      this.#job = { resolve, reject };
      this.#worker.postMessage(request);
    });
  }

  /** Releases the models and ends the thread; only when no look is in work. */
  async close(): Promise<void> {
    this.#isClosing = true;
    if (this.#restartTimer !== null) clearTimeout(this.#restartTimer);
    if (!this.#isReady) {
      await this.#worker.terminate();
      return;
    }
    const worker = this.#worker;
    await new Promise<void>((resolve) => {
      const deadline = setTimeout(() => void worker.terminate(), CLOSE_DEADLINE_MS);
      worker.once('exit', () => {
        clearTimeout(deadline);
        resolve();
      });
      worker.postMessage({ kind: 'close' } satisfies WorkerRequest);
    });
  }

  #spawn(): Worker {
    const { workerFile, settings } = this.#options;
    // None of the parent's flags: they may be meant for sources that plain Node can't run.
    const worker = new Worker(workerFile, { workerData: settings, execArgv: [] });
    let cause: Error | null = null;
    worker.on('error', (error) => {
      cause = error instanceof Error ? error : new Error(String(error));
    });
    worker.on('message', (answer: WorkerAnswer) => {
      this.#receive(answer);
    });
    worker.on('exit', (exitCode) => {
      this.#onExit(exitCode, cause);
    });
    return worker;
  }

  #receive(answer: WorkerAnswer): void {
    const job = this.#job;
    switch (answer.kind) {
      case 'ready':
        this.#isReady = true;
        this.#settleStart?.resolve();
        break;
      case 'looked':
        this.#job = null;
        job?.resolve(answer);
        break;
      case 'failed':
        this.#job = null;
        job?.reject(new DetectorError('inference.failed', `the models refused a frame: ${answer.message}`));
        break;
      default:
        answer satisfies never;
    }
    this.#options.onIdle();
  }

  #onExit(exitCode: number, cause: Error | null): void {
    const wasReady = this.#isReady;
    this.#isReady = false;
    if (this.#isClosing) return;
    const reason = cause?.message ?? `exit code ${exitCode}`;
    const error = new DetectorError('inference.worker-crashed', `the inference worker died: ${reason}`, { cause });
    this.#settleStart?.reject(error);
    this.#options.log.error({ exitCode, reason, wasReady }, 'inference worker died and is replaced');
    const job = this.#job;
    this.#job = null;
    job?.reject(error);
    if (wasReady) this.#restart();
    else
      this.#restartTimer = setTimeout(() => {
        this.#restart();
      }, RESTART_DELAY_MS);
  }

  #restart(): void {
    this.#restarts += 1;
    this.#worker = this.#spawn();
  }
}
