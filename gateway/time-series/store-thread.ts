import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import type { SensorReading } from '@lamppost/contracts';
import { WrittenColumns } from './reading-columns.js';
import type { StoreAnswer, StoreRequest, StoreSettings } from './store-message.js';

/** Readings that wait for the disk, at most; above it they are refused, and whoever sent them keeps them. */
const MOST_WAITING = 100_000;

interface Waiting {
  readonly count: number;
  readonly resolve: (stored: number) => void;
  readonly reject: (error: Error) => void;
}

/** A thread with a connection of its own to the readings: the disk is waited for there. */
export class StoreThread {
  readonly #worker: Worker;
  readonly #columns = new WrittenColumns();
  readonly #waiting: Waiting[] = [];
  readonly #gone: Promise<void>;
  #waitingReadings = 0;
  #end: Error | null = null;

  constructor(settings: StoreSettings) {
    const file = createRequire(import.meta.url).resolve('@lamppost/gateway/store-worker');
    // None of the parent's flags: they may be meant for sources that plain Node can't run.
    this.#worker = new Worker(file, { workerData: settings, execArgv: [] });
    this.#worker.on('message', (answer: StoreAnswer) => {
      this.#receive(answer);
    });
    this.#worker.on('error', (error) => {
      this.#end = error instanceof Error ? error : new Error(String(error));
    });
    this.#gone = new Promise((resolve) => {
      this.#worker.on('exit', () => {
        this.#end ??= new Error('the thread that stores readings has ended');
        for (const { reject } of this.#waiting.splice(0)) reject(this.#end);
        this.#waitingReadings = 0;
        resolve();
      });
    });
  }

  /** Whether it ended, for which there was a reason: another one can be started. */
  get hasEnded(): boolean {
    return this.#end !== null;
  }

  /** Stores readings, all or none; resolves with how many were new once they are on the disk, and rejects when they could not be stored. */
  async store(readings: readonly SensorReading[]): Promise<number> {
    if (this.#end !== null) throw this.#end;
    if (this.#waitingReadings + readings.length > MOST_WAITING)
      throw new Error(`${this.#waitingReadings} readings wait for a disk that is too slow`);
    return new Promise((resolve, reject) => {
      const columns = this.#columns.write(readings);
      this.#waiting.push({ count: readings.length, resolve, reject });
      this.#waitingReadings += readings.length;
      this.#worker.postMessage({ kind: 'store', ...columns } satisfies StoreRequest, [columns.numbers.buffer]);
    });
  }

  /** Stores what waits, and ends. */
  async close(): Promise<void> {
    this.#worker.postMessage({ kind: 'close' } satisfies StoreRequest);
    await this.#gone;
  }

  #receive(answer: StoreAnswer): void {
    const waiting = this.#waiting.shift();
    if (waiting === undefined) return;
    this.#waitingReadings -= waiting.count;
    if (answer.status === 'stored') waiting.resolve(answer.stored);
    else waiting.reject(new Error(answer.reason));
  }
}
