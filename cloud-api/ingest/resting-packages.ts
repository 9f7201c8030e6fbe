import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { type EvidenceManifest, MAX_WANTED, type WantedPackages } from '@lamppost/contracts';
import { FileConfigstore } from '@tus/file-store';
import type { Logger } from 'pino';
import { type ArrivedFile, readHead } from './read-head.js';
import { WANTED, isWanted, readUploadMetadata } from './upload-metadata.js';
import type { VerifyOptions } from './verify-package.js';

/** A package of which the part before the clip is here and proven, and the rest is still on the box. */
export interface RestingPackage {
  readonly uploadId: string;
  readonly digest: string;
  readonly manifest: EvidenceManifest;
  /** Its files that have arrived. */
  readonly files: readonly ArrivedFile[];
  readonly arrivedBytes: number;
  readonly sizeBytes: number;
  /** Whether somebody waits for the rest. */
  readonly isWanted: boolean;
}

/** Packages that metered lines brought in part. They are no evidence yet: no case is opened for them, and no receipt given. */
export interface RestingPackages {
  /** The newest first. */
  list(): Promise<RestingPackage[]>;
  /** Null when there is none with this digest. */
  find(digest: string): Promise<RestingPackage | null>;
  /** Has the gateway send the rest as soon as it asks; durable when it resolves. */
  want(found: RestingPackage): Promise<void>;
  /** Digests of the packages of a gateway whose rest somebody waits for. */
  wantedOf(gatewayId: string): Promise<WantedPackages>;
  /** The bytes of a file that has arrived. */
  openFile(found: RestingPackage, arrived: ArrivedFile): Readable;
}

/** What resting packages are found with. */
export interface RestingPackagesOptions {
  /** Folder of the uploads. */
  readonly folder: string;
  readonly findKey: VerifyOptions['findKey'];
  readonly log: Logger;
}

type Proven = Pick<RestingPackage, 'manifest' | 'files' | 'arrivedBytes'>;

/** Finds packages among the unfinished uploads of a folder. A head is proven once, and again when more of it arrived. */
export function createRestingPackages({ folder, findKey, log }: RestingPackagesOptions): RestingPackages {
  const infos = new FileConfigstore(folder);
  const proven = new Map<string, Proven | null>();

  const uploadsThere = async () => (await readdir(folder)).filter((name) => !name.endsWith('.json'));

  const prove = async (uploadId: string, gatewayId: string, digest: string, arrivedBytes: number) => {
    const file = join(folder, uploadId);
    const head = await readHead({ file, gatewayId, digest, findKey, arrivedBytes });
    if (head.status === 'proven') return { ...head, arrivedBytes };
    log.warn({ uploadId, gatewayId, digest, code: head.code, detail: head.detail }, 'part of a package is not proven');
    return null;
  };

  const look = async (uploadId: string): Promise<RestingPackage | null> => {
    const info = await infos.get(uploadId);
    const metadata = readUploadMetadata(info?.metadata);
    const arrivedBytes = (await stat(join(folder, uploadId))).size;
    if (info?.size === undefined || metadata?.headBytes === undefined) return null;
    if (arrivedBytes < metadata.headBytes || arrivedBytes >= info.size) return null;
    const known = proven.get(uploadId);
    const head =
      known === null || known?.arrivedBytes === arrivedBytes
        ? known
        : await prove(uploadId, metadata.gatewayId, metadata.digest, arrivedBytes);
    proven.set(uploadId, head);
    if (head === null) return null;
    return { ...head, uploadId, digest: metadata.digest, sizeBytes: info.size, isWanted: isWanted(metadata) };
  };

  const list = async (): Promise<RestingPackage[]> => {
    const there = await uploadsThere();
    for (const uploadId of proven.keys()) if (!there.includes(uploadId)) proven.delete(uploadId);
    const found: RestingPackage[] = [];
    for (const uploadId of there) {
      // It may be complete, and gone, by the time it is looked at; and one that can't be read hides no other.
      const one = await look(uploadId).catch((error: unknown) => {
        log.debug({ err: error, uploadId }, 'upload can not be looked at');
        return null;
      });
      if (one !== null) found.push(one);
    }
    return found.sort((a, b) => b.manifest.violation.triggeredAtMs - a.manifest.violation.triggeredAtMs);
  };

  return {
    list,
    find: async (digest) => (await list()).find((one) => one.digest === digest) ?? null,
    want: async ({ uploadId }) => {
      const info = await infos.get(uploadId);
      if (info !== undefined)
        await infos.set(uploadId, Object.assign(info, { metadata: { ...info.metadata, ...WANTED } }));
    },
    wantedOf: async (gatewayId) => {
      const digests: string[] = [];
      for (const uploadId of (await uploadsThere()).filter((name) => name.startsWith(`${gatewayId}.`))) {
        const metadata = readUploadMetadata((await infos.get(uploadId).catch(() => undefined))?.metadata);
        if (metadata !== null && isWanted(metadata) && digests.length < MAX_WANTED) digests.push(metadata.digest);
      }
      return { digests };
    },
    openFile: ({ uploadId }, { file, at }) =>
      createReadStream(join(folder, uploadId), { start: at, end: at + file.sizeBytes - 1 }),
  };
}
