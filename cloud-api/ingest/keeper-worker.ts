import { parentPort, workerData } from 'node:worker_threads';
import { decodePublicKey } from '../devices/public-key.js';
import { keepPackage } from './keep-package.js';
import type { KeeperAnswer, KeeperRequest, KeeperSettings, ToldKey } from './keeper-message.js';
import type { PackageKey } from './verify-package.js';

// Only the thread that started it speaks to it.
const folders = workerData as KeeperSettings;
const asked = new Map<number, { resolve: (key: PackageKey | null) => void; reject: (error: Error) => void }>();

function answer(message: KeeperAnswer): void {
  parentPort?.postMessage(message);
}

function toKey(told: ToldKey | null): PackageKey | null {
  const publicKey = told === null ? null : decodePublicKey(told.publicKey);
  return told === null || publicKey === null ? null : { gatewayId: told.gatewayId, publicKey };
}

const MOST_KNOWN = 1_000;
/** Keys that were told before. An ID is that of one key for ever; whether it still may seal, the database says when the package is written. */
const known = new Map<string, PackageKey>();

function learn(keyId: string, key: PackageKey): void {
  const [oldest] = known.size < MOST_KNOWN ? [] : known.keys();
  if (oldest !== undefined) known.delete(oldest);
  known.set(keyId, key);
}

async function keep(request: Extract<KeeperRequest, { kind: 'keep' }>): Promise<void> {
  const { job, file, gatewayId, digest } = request;
  const ask = (keyId: string, sequence: number) =>
    new Promise<PackageKey | null>((resolve, reject) => {
      asked.set(job, { resolve, reject });
      answer({ kind: 'find-key', job, keyId, sequence });
    });
  const findKey = async (keyId: string, sequence: number) => {
    const key = known.get(keyId) ?? (await ask(keyId, sequence));
    if (key !== null) learn(keyId, key);
    return key;
  };
  try {
    answer({ kind: 'kept', job, kept: await keepPackage({ ...folders, file, gatewayId, digest, findKey }) });
  } catch (error) {
    answer({ kind: 'failed', job, reason: error instanceof Error ? error.message : String(error) });
  }
}

parentPort?.on('message', (request: KeeperRequest) => {
  if (request.kind === 'keep') {
    void keep(request);
    return;
  }
  const waiting = asked.get(request.job);
  asked.delete(request.job);
  if (request.failure === null) waiting?.resolve(toKey(request.key));
  else waiting?.reject(new Error(request.failure));
});
