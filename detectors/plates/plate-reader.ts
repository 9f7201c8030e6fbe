import { fork } from 'node:child_process';
import { createRequire } from 'node:module';
import { DetectorError } from '../detector-error.js';
import type { PlateAnswer, PlateRequest } from './plate-messages.js';
import type { PlatesRead, VehicleStill } from './read-stills.js';

/** A reading of three stills takes a few seconds; one that takes this long will not end. */
const DEADLINE_MS = 60_000;

/** How a {@link PlateReader} is made. */
export interface PlateReaderOptions {
  /** Compiled file that the process runs, in place of our own. */
  readonly workerFile?: string;
  /** Longest that one reading may take, milliseconds. */
  readonly deadlineMs?: number;
}

/**
 * Reads number plates in a process that is started for each vehicle and ends with it: plates are read once per violation, and between two
 * nothing of the models stays in memory. A thread would keep some of it: what its models freed was not all given back to the system.
 * One vehicle at a time; others wait their turn.
 */
export class PlateReader {
  readonly #workerFile: string;
  readonly #deadlineMs: number;
  readonly #abort = new AbortController();
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: PlateReaderOptions = {}) {
    this.#workerFile = options.workerFile ?? createRequire(import.meta.url).resolve('@lamppost/detectors/plate-worker');
    this.#deadlineMs = options.deadlineMs ?? DEADLINE_MS;
  }

  /**
   * Reads the plate of one vehicle.
   *
   * @param stills - pictures of it, at least one
   * @throws DetectorError `inference.failed`, `inference.worker-crashed` or `inference.closed`
   */
  async read(stills: readonly VehicleStill[]): Promise<PlatesRead> {
    const reading = this.#last.then(() => this.#start(stills));
    this.#last = reading.catch(() => undefined);
    return reading;
  }

  /** Ends what is being read, and refuses what waits, with `inference.closed`. */
  async close(): Promise<void> {
    this.#abort.abort();
    await this.#last;
  }

  async #start(stills: readonly VehicleStill[]): Promise<PlatesRead> {
    const closed = () => new DetectorError('inference.closed', 'the plate reader was closed');
    if (this.#abort.signal.aborted) throw closed();
    const deadline = AbortSignal.timeout(this.#deadlineMs);
    return new Promise<PlatesRead>((resolve, reject) => {
      const child = fork(this.#workerFile, {
        // None of the parent's flags: they may be meant for sources that plain Node can't run.
        execArgv: [],
        serialization: 'advanced',
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
        signal: AbortSignal.any([this.#abort.signal, deadline]),
        killSignal: 'SIGKILL',
      });
      let answer: PlateAnswer | null = null;
      child.once('message', (given) => {
        answer = given as PlateAnswer;
      });
      child.once('error', (cause) => {
        if (this.#abort.signal.aborted) reject(closed());
        else if (deadline.aborted)
          reject(new DetectorError('inference.failed', `no plate was read in ${this.#deadlineMs} ms`));
        else reject(new DetectorError('inference.worker-crashed', 'the plate process could not be run', { cause }));
      });
      // Only then is its memory free for the next.
      child.once('exit', (exitCode, signal) => {
        if (answer?.kind === 'read') resolve(answer.result);
        else if (answer?.kind === 'failed')
          reject(new DetectorError('inference.failed', `plates could not be read: ${answer.message}`));
        else
          reject(
            new DetectorError(
              'inference.worker-crashed',
              `the plate process ended with ${signal ?? exitCode ?? 'nothing'}`,
            ),
          );
      });
      child.send([...stills] satisfies PlateRequest, (error) => {
        // Without its pictures it would wait for ever; `exit` tells the rest.
        if (error !== null) child.kill('SIGKILL');
      });
    });
  }
}
