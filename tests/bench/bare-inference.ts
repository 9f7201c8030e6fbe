import { Worker } from 'node:worker_threads';

/** The bare model in worker threads: nothing but `run`, over and over, on one and the same frame. */
export class BareInference {
  readonly #workers: readonly Worker[];

  private constructor(workers: readonly Worker[]) {
    this.#workers = workers;
  }

  /** Loads the model in so many threads. */
  static async start(threads: number, modelFile: string): Promise<BareInference> {
    const workers = Array.from(
      { length: threads },
      () => new Worker(new URL('./bare-inference-worker.js', import.meta.url), { workerData: { modelFile } }),
    );
    await Promise.all(workers.map((worker) => answerOf(worker)));
    return new BareInference(workers);
  }

  /** Runs the model so many times in all, shared evenly over the threads. */
  async run(times: number): Promise<void> {
    const threads = this.#workers.length;
    await Promise.all(
      this.#workers.map(async (worker, index) => {
        const answer = answerOf(worker);
        worker.postMessage(Math.floor(times / threads) + (index < times % threads ? 1 : 0));
        await answer;
      }),
    );
  }

  async close(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

async function answerOf(worker: Worker): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.once('error', reject);
    worker.once('message', () => {
      worker.off('error', reject);
      resolve();
    });
  });
}
