import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { EvidenceStore } from '../evidence-store/evidence-store.js';
import type { KeptPackage } from './keep-package.js';
import type { KeeperAnswer, KeeperRequest, KeeperSettings } from './keeper-message.js';
import type { VerifyOptions, VerifyResult } from './verify-package.js';

/** What is to be verified: the path of a ZIP, who sent it, and the digest that was announced. */
export interface PackageToKeep {
  readonly file: string;
  readonly gatewayId: string;
  readonly digest: string;
}

/** Verifies packages and keeps the files of good ones, on threads of its own: hashing and the disk hold up no request. */
export interface PackageKeeper {
  /**
   * Verifies a package. When it resolves with `verified`, its files are durable in the store.
   *
   * @throws Error when disk, store or look-up of keys fail
   */
  keep(sent: PackageToKeep): Promise<VerifyResult>;
  /** Ends the threads; what they were at fails. */
  close(): Promise<void>;
}

/** What a keeper works with. */
export interface PackageKeeperOptions {
  readonly store: EvidenceStore;
  readonly findKey: VerifyOptions['findKey'];
  /** At most one thread for each core but one, and 4, unless told. */
  readonly maxThreads?: number;
}

const MOST_THREADS = 4;

interface Waiting {
  readonly resolve: (kept: KeptPackage) => void;
  readonly reject: (error: Error) => void;
}

/** A thread, and what it is at. */
interface Thread {
  readonly worker: Worker;
  readonly waiting: Map<number, Waiting>;
}

/** Starts no thread before the first package. A thread that ends is replaced with the next. */
export function createPackageKeeper(options: PackageKeeperOptions): PackageKeeper {
  const { store, findKey } = options;
  const { maxThreads = Math.max(1, Math.min(MOST_THREADS, availableParallelism() - 1)) } = options;
  const threads = new Set<Thread>();
  let lastJob = 0;

  const tellKey = async (worker: Worker, job: number, keyId: string, sequence: number) => {
    const told = await findKey(keyId, sequence).then(
      (found) => ({
        key: found === null ? null : { gatewayId: found.gatewayId, publicKey: found.publicKey.encoded },
        failure: null,
      }),
      (error: unknown) => ({ key: null, failure: error instanceof Error ? error.message : String(error) }),
    );
    worker.postMessage({ kind: 'key', job, ...told } satisfies KeeperRequest);
  };

  const start = (): Thread => {
    const file = createRequire(import.meta.url).resolve('@lamppost/cloud-api/keeper-worker');
    const workerData: KeeperSettings = { incoming: store.incoming, diskFolder: store.diskFolder };
    // None of the parent's flags: they may be meant for sources that plain Node can't run.
    const worker = new Worker(file, { workerData, execArgv: [] });
    const thread: Thread = { worker, waiting: new Map() };
    const end = (error: Error) => {
      threads.delete(thread);
      for (const { reject } of thread.waiting.values()) reject(error);
      thread.waiting.clear();
    };
    worker.on('message', (answer: KeeperAnswer) => {
      if (answer.kind === 'find-key') {
        void tellKey(worker, answer.job, answer.keyId, answer.sequence);
        return;
      }
      const waiting = thread.waiting.get(answer.job);
      thread.waiting.delete(answer.job);
      if (thread.waiting.size === 0) worker.unref();
      if (answer.kind === 'kept') waiting?.resolve(answer.kept);
      else waiting?.reject(new Error(answer.reason));
    });
    worker.on('error', (error) => {
      end(error instanceof Error ? error : new Error(String(error)));
    });
    worker.on('exit', () => {
      end(new Error('the thread that verifies packages has ended'));
    });
    threads.add(thread);
    return thread;
  };

  const choose = (): Thread => {
    const [idlest] = [...threads].sort((a, b) => a.waiting.size - b.waiting.size);
    return idlest === undefined || (idlest.waiting.size > 0 && threads.size < maxThreads) ? start() : idlest;
  };

  return {
    keep: async (sent) => {
      const { worker, waiting } = choose();
      lastJob += 1;
      const job = lastJob;
      const { result, staged } = await new Promise<KeptPackage>((resolve, reject) => {
        waiting.set(job, { resolve, reject });
        worker.ref();
        worker.postMessage({ kind: 'keep', job, ...sent } satisfies KeeperRequest);
      });
      if (staged.length > 0) await store.adopt(staged);
      return result;
    },
    close: async () => {
      await Promise.all([...threads].map(({ worker }) => worker.terminate()));
    },
  };
}
