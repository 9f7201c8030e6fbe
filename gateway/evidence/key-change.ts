import { createHash } from 'node:crypto';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { KeyRotation, SignatureAlgorithm } from '@lamppost/contracts';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import { syncDirectory } from '../spool/durable-file.js';
import type { Spool } from '../spool/spool.js';
import { canonicalJson } from './canonical-json.js';
import { createDeviceKey, type DeviceKey, loadOrCreateDeviceKey, readDeviceKey, signBytes } from './device-key.js';

/** Files of a gateway's keys, below its data directory: the one that signs, the one that is to take over, the one before. */
interface KeyFiles {
  readonly current: string;
  readonly next: string;
  readonly previous: string;
}

function keyFilesIn(dataDirectory: string): KeyFiles {
  return {
    current: join(dataDirectory, 'device-key.pem'),
    next: join(dataDirectory, 'device-key.next.pem'),
    previous: join(dataDirectory, 'device-key.previous.pem'),
  };
}

/** The keys of a gateway. */
export interface DeviceKeys {
  readonly key: DeviceKey;
  /** The one before, as long as the cloud has not taken the change in. */
  readonly previous: DeviceKey | null;
  /** To be called when the cloud has taken the change in: the key before is deleted. */
  forgetPrevious(): Promise<void>;
}

/** What taking over needs. */
export interface TakeOverOptions {
  readonly dataDirectory: string;
  readonly gatewayId: string;
  readonly algorithm: SignatureAlgorithm;
  readonly clock: Clock;
  readonly log: Logger;
  /** Opens the spool under the key that signs until now; it is closed again. */
  readonly openSpool: (key: DeviceKey) => Promise<Spool>;
}

/** Makes the key that takes over at the next start. @returns null when one is waiting already, or the gateway has no key yet */
export async function prepareNextKey(dataDirectory: string, algorithm: SignatureAlgorithm): Promise<DeviceKey | null> {
  const files = keyFilesIn(dataDirectory);
  if ((await readDeviceKey(files.current)) === null || (await readDeviceKey(files.next)) !== null) return null;
  return await createDeviceKey(files.next, algorithm);
}

/** Seals the entry of the chain by which `old` gives way to `next`. */
function sealRotation(
  spool: Spool,
  { old, next, ...about }: { old: DeviceKey; next: DeviceKey; gatewayId: string; nowMs: number },
) {
  const { sequence, previousDigest } = spool.nextLink();
  const entry: KeyRotation = {
    ...{ schema: 'lamppost.key-rotation/1', gatewayId: about.gatewayId, sequence, previousDigest, atMs: about.nowMs },
    ...{ oldKeyId: old.keyId, newKeyId: next.keyId, newKey: next.publicKey },
  };
  const bytes = canonicalJson(entry);
  return {
    sequence,
    digest: createHash('sha256').update(bytes).digest('hex'),
    signed: { entry, signature: signBytes(old, bytes), newKeySignature: signBytes(next, bytes) },
  };
}

async function takeOver(files: KeyFiles, next: DeviceKey, options: TakeOverOptions): Promise<void> {
  const { gatewayId, clock, log, openSpool } = options;
  const old = await readDeviceKey(files.current);
  // Without it the entry stands in the chain already, and the start that wrote it ended before the new key had its name.
  if (old !== null) {
    const spool = await openSpool(old);
    try {
      if (!spool.hasRotation(next.keyId)) {
        const row = sealRotation(spool, { old, next, gatewayId, nowMs: clock.nowMs() });
        spool.appendRotation(row);
        log.warn({ oldKeyId: old.keyId, newKeyId: next.keyId, sequence: row.sequence }, 'a new key signs from here on');
      }
    } finally {
      await spool.close();
    }
    await rename(files.current, files.previous);
  }
  await rename(files.next, files.current);
  await syncDirectory(dirname(files.current));
}

/**
 * Loads the keys of the gateway: makes one at the first start, and lets one that was prepared take over, by an entry of the chain that both
 * sign. A crash at any moment in between is made good at the next start.
 *
 * @throws DeviceKeyError when a key file can't be used
 */
export async function loadDeviceKeys(options: TakeOverOptions): Promise<DeviceKeys> {
  const files = keyFilesIn(options.dataDirectory);
  const next = await readDeviceKey(files.next);
  if (next !== null) await takeOver(files, next, options);
  const key = await loadOrCreateDeviceKey(files.current, options.algorithm);
  return {
    key,
    previous: await readDeviceKey(files.previous),
    forgetPrevious: async () => {
      await rm(files.previous, { force: true });
    },
  };
}
