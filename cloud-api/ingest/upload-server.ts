import { randomBytes } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileConfigstore } from '@tus/file-store';
import { Server } from '@tus/server';
import type { Logger } from 'pino';
import type { Clock } from '../clock.js';
import type { ErrorCode } from '../errors/catalogue.js';
import { ProblemError } from '../errors/problem-error.js';
import type { CloudMetrics } from '../metrics/cloud-metrics.js';
import type { Ingest } from './ingest.js';
import { type UploadMetadata, readUploadMetadata } from './upload-metadata.js';
import { UploadStore } from './upload-store.js';

/** Address of the uploads below the root. */
export const UPLOADS_PATH = '/api/v1/uploads';
/** How long an upload may stay unfinished, in milliseconds. */
export const UPLOAD_LIFE_MS = 24 * 3_600_000;
/** How long one of a metered line may rest before the clip: as long as a gateway keeps what it could not send. */
export const RESTING_LIFE_MS = 30 * 24 * 3_600_000;
/** Unfinished uploads that one gateway may have; beyond, its oldest is dropped. */
export const MAX_UPLOADS_PER_GATEWAY = 8;
/** Bytes that the resting uploads of one gateway may take; beyond, its oldest are dropped, and begin anew one day. */
const MAX_RESTING_BYTES = 2 * 1024 ** 3;
const SWEEP_MS = 60_000;

/** An answer to a tus request that went well. */
export interface TusAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
}

/** Resumable uploads of evidence packages (tus 1.0.0). */
export interface UploadServer {
  /**
   * Answers a tus request of a gateway. A package that is complete is verified before the answer; what came of it, the receipt says.
   *
   * @throws ProblemError with an `upload.` or `service.` code
   */
  handle(request: Request, gatewayId: string): Promise<TusAnswer>;
  /** Takes complete uploads in that a crash left behind, and drops those that are too old. */
  sweep(): Promise<void>;
  /** Ends the sweeping, and waits for what is being verified. */
  close(): Promise<void>;
}

/** What uploads work with. */
export interface UploadServerOptions {
  readonly folder: string;
  readonly maxPackageBytes: number;
  /** Bytes that uploads of one gateway may take which rest before the clip; 2 GiB unless told. */
  readonly maxRestingBytes?: number;
  /** Address before {@link UPLOADS_PATH} that gateways reach the cloud at; null answers with a path alone. */
  readonly publicUrl: string | null;
  readonly ingest: Pick<Ingest, 'takeIn'>;
  readonly metrics: { readonly uploadsDropped: Pick<CloudMetrics['uploadsDropped'], 'inc'> };
  readonly clock: Clock;
  readonly log: Logger;
}

const PROBLEM_OF_STATUS: Readonly<Record<number, ErrorCode>> = {
  404: 'upload.not-found',
  409: 'upload.offset-conflict',
  410: 'upload.gone',
  412: 'upload.version',
  413: 'upload.too-large',
};

function isOwnedBy(uploadId: string, gatewayId: string): boolean {
  // A gateway's ID has no dot, so the first one ends it.
  return uploadId.startsWith(`${gatewayId}.`);
}

/** Builds the upload server over a folder of the local disk. */
export function createUploadServer(options: UploadServerOptions): UploadServer {
  const { folder, maxPackageBytes, publicUrl, ingest, metrics, clock, log } = options;
  const { maxRestingBytes = MAX_RESTING_BYTES } = options;
  const infos = new FileConfigstore(folder);
  const store = new UploadStore({ directory: folder, configstore: infos });
  const senders = new WeakMap<Request, string>();
  const begun = new WeakMap<Request, string>();
  const failures = new WeakMap<Request, unknown>();
  const finishing = new Map<string, Promise<void>>();

  const listUploads = async () => [...new Set((await readdir(folder)).map((name) => name.replace(/\.json$/, '')))];

  const createdMs = async (uploadId: string) => {
    const date = (await infos.get(uploadId))?.creation_date;
    if (date !== undefined) return Date.parse(date);
    // A crash left one of its two files, or it has just been taken in.
    const left = [uploadId, `${uploadId}.json`].map((name) => stat(join(folder, name)).catch(() => null));
    return ((await left[0]) ?? (await left[1]))?.mtimeMs ?? clock.nowMs();
  };

  const isResting = async (uploadId: string) =>
    readUploadMetadata((await infos.get(uploadId))?.metadata)?.headBytes !== undefined;

  const sizeBytes = async (uploadId: string) => (await stat(join(folder, uploadId)).catch(() => null))?.size ?? 0;

  const drop = async (gatewayId: string, uploadId: string) => {
    await store.remove(uploadId);
    metrics.uploadsDropped.inc({ reason: 'too-many' });
    log.warn({ gatewayId, uploadId }, 'oldest unfinished upload dropped');
  };

  const makeRoom = async (gatewayId: string) => {
    const own = (await listUploads()).filter((id) => isOwnedBy(id, gatewayId) && !finishing.has(id));
    const uploads = await Promise.all(
      own.map(async (id) => ({
        id,
        createdMs: await createdMs(id),
        isResting: await isResting(id),
        sizeBytes: await sizeBytes(id),
      })),
    );
    uploads.sort((a, b) => a.createdMs - b.createdMs);
    const others = uploads.filter((upload) => !upload.isResting);
    for (const { id } of others.slice(0, Math.max(0, others.length - MAX_UPLOADS_PER_GATEWAY + 1)))
      await drop(gatewayId, id);
    const resting = uploads.filter((upload) => upload.isResting);
    let restingBytes = resting.reduce((sum, upload) => sum + upload.sizeBytes, 0);
    for (const upload of resting) {
      if (restingBytes <= maxRestingBytes) return;
      await drop(gatewayId, upload.id);
      restingBytes -= upload.sizeBytes;
    }
  };

  const finish = (uploadId: string, { gatewayId, digest }: UploadMetadata): Promise<void> => {
    const running = finishing.get(uploadId);
    if (running !== undefined) return running;
    const finished = (async () => {
      await ingest.takeIn({ file: join(folder, uploadId), gatewayId, digest });
      await store.remove(uploadId);
    })().finally(() => finishing.delete(uploadId));
    finishing.set(uploadId, finished);
    return finished;
  };

  const readMetadata = (metadata: unknown, gatewayId: string | undefined): UploadMetadata => {
    const read = readUploadMetadata(metadata);
    if (read === null || read.gatewayId !== gatewayId)
      throw new ProblemError('upload.metadata-invalid', 'digest or gatewayId is missing, malformed or not your own');
    return read;
  };

  const tus = new Server({
    path: UPLOADS_PATH,
    datastore: store,
    maxSize: maxPackageBytes,
    relativeLocation: true,
    generateUrl: (_request, { path, id }) => `${publicUrl ?? ''}${path}/${id}`,
    namingFunction: (request, metadata) => {
      const { gatewayId } = readMetadata(metadata, senders.get(request));
      const uploadId = `${gatewayId}.${randomBytes(16).toString('hex')}`;
      begun.set(request, uploadId);
      return uploadId;
    },
    onIncomingRequest: (request, uploadId) => {
      const gatewayId = senders.get(request);
      if (gatewayId === undefined || !isOwnedBy(uploadId, gatewayId))
        throw new ProblemError('upload.not-found', `The gateway ${gatewayId ?? ''} has no upload ${uploadId}`);
      return Promise.resolve();
    },
    onUploadCreate: async (request) => {
      await makeRoom(senders.get(request) ?? '');
      return {};
    },
    onUploadFinish: async (request, upload) => {
      await finish(upload.id, readMetadata(upload.metadata, senders.get(request)));
      return {};
    },
    onResponseError: (request, error) => {
      failures.set(request, error);
      return undefined;
    },
  });

  const passOn = async (request: Request): Promise<Response> => {
    try {
      return await tus.handleWeb(request);
    } finally {
      await store.keep(begun.get(request) ?? '');
    }
  };

  const sweepUpload = async (uploadId: string) => {
    const upload = await store.getUpload(uploadId).catch(() => null);
    if (upload !== null && upload.size === upload.offset) {
      const metadata = readUploadMetadata(upload.metadata);
      if (metadata !== null) await finish(uploadId, metadata);
      return;
    }
    const lifeMs = (await isResting(uploadId)) ? RESTING_LIFE_MS : UPLOAD_LIFE_MS;
    if (clock.nowMs() - (await createdMs(uploadId)) > lifeMs) {
      await store.remove(uploadId);
      metrics.uploadsDropped.inc({ reason: 'expired' });
      log.info({ uploadId }, 'unfinished upload expired');
    }
  };

  const sweep = async () => {
    for (const uploadId of await listUploads())
      await sweepUpload(uploadId).catch((error: unknown) => {
        log.error({ err: error, uploadId }, 'upload could not be swept');
      });
  };

  const timer = setInterval(() => {
    sweep().catch((error: unknown) => {
      log.error({ err: error }, 'uploads could not be swept');
    });
  }, SWEEP_MS);
  timer.unref();

  return {
    handle: async (request, gatewayId) => {
      senders.set(request, gatewayId);
      const response = await passOn(request);
      if (response.status >= 400) {
        const failure = failures.get(request);
        // What has a status of its own is a refusal by tus, though some of these are errors.
        if (failure instanceof Error && response.status >= 500) throw failure;
        const words = (await response.text()).trim();
        if (response.status >= 500) throw new Error(`upload failed: ${words}`, { cause: failure });
        throw new ProblemError(PROBLEM_OF_STATUS[response.status] ?? 'upload.protocol', words);
      }
      // Gateways are no browsers: no other origin is to read here.
      const headers = [...response.headers].filter(([name]) => !name.startsWith('access-control-'));
      return { status: response.status, headers: Object.fromEntries(headers) };
    },
    sweep,
    close: async () => {
      clearInterval(timer);
      await Promise.allSettled(finishing.values());
    },
  };
}
