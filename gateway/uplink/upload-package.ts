import type { Sha256Hex } from '@lamppost/contracts';
import { DetailedError, Upload, type HttpRequest, type HttpResponse } from 'tus-js-client';
import type { UploadResult } from './cloud-result.js';
import { readFailure, unreached, type CloudAnswer } from './read-answer.js';

/** A package to be uploaded. */
export interface UploadRequest {
  readonly digest: Sha256Hex;
  readonly zip: Buffer;
  /** Where an earlier upload of it stands; null starts anew. */
  readonly uploadUrl: string | null;
  /** Called with the address of the upload as soon as it is known: keep it durably. */
  readonly saveUploadUrl: (url: string) => void;
  /** Bytes that come before the clip. */
  readonly headBytes: number;
  /** Whether it is to rest once the cloud has those; it goes on from there when it is called again. */
  readonly isHeadOnly: boolean;
  /**
   * Whether a package of one part may go together with the request that begins its upload: one journey to the cloud less, and where the line breaks
   * in it the whole part goes again.
   */
  readonly isLineSteady: boolean;
  /** Called with the number of bytes of each part that the cloud has confirmed, and with what it has of the package by then. */
  readonly onBytes: (count: number, sentBytes: number) => void;
}

/** Where and how to upload. */
export interface UploadOptions {
  /** The cloud's tus endpoint; nothing is sent to another origin. */
  readonly endpoint: URL;
  readonly gatewayId: string;
  /** Value of the Authorization header, made afresh for each request. */
  readonly authorise: () => Promise<string>;
  /** The upload is given up (and can be resumed) when nothing moves for so long. */
  readonly stallTimeoutMs: number;
  readonly signal: AbortSignal;
}

const DOING = 'uploading a package';
/** One request's share of a package. A proxy in front of the cloud may take no more at once (nginx: 1 MiB) or keep it back until it is whole. */
const PART_BYTES = 1024 * 1024;

/** Asking where the upload stands failed, which says nothing about whether it is still there. */
class OffsetUnknown extends Error {
  override readonly name = 'OffsetUnknown';

  constructor(readonly answer: CloudAnswer) {
    super(`asking for the offset was answered ${answer.status}`);
  }
}

function toAnswer(response: HttpResponse): CloudAnswer {
  return {
    status: response.getStatus(),
    contentType: response.getHeader('content-type') ?? null,
    retryAfter: response.getHeader('retry-after') ?? null,
    body: response.getBody(),
  };
}

function readError(error: Error): UploadResult {
  if (!(error instanceof DetailedError)) return unreached(error, DOING);
  if (error.causingError instanceof OffsetUnknown) return readFailure(error.causingError.answer, DOING);
  if (error.originalResponse !== null) return readFailure(toAnswer(error.originalResponse), DOING);
  return unreached(error.causingError ?? error, DOING);
}

/** tus-js-client starts a new upload on any failure to ask for the offset; only "not there" should lose what has arrived. */
function keepResumable(request: HttpRequest, response: HttpResponse): void {
  const status = response.getStatus();
  // tus 1.0.0: an upload that does not exist is answered 404, 410 or 403; but 403 is also how a token is refused.
  if (request.getMethod() === 'HEAD' && status >= 400 && status !== 404 && status !== 410)
    throw new OffsetUnknown(toAnswer(response));
}

/** Bytes of each of the fewest equal parts that make up the head. */
function partOf(headBytes: number): number {
  return Math.ceil(headBytes / Math.ceil(headBytes / PART_BYTES));
}

/** Uploads a package by tus 1.0, going on where an earlier upload of it ended. One attempt: the caller tries again. */
export async function uploadPackage(request: UploadRequest, options: UploadOptions): Promise<UploadResult> {
  const { endpoint, signal } = options;
  return new Promise((resolve) => {
    let isSettled = false;
    const settle = (result: UploadResult): void => {
      isSettled = true;
      clearTimeout(stall);
      signal.removeEventListener('abort', onAbort);
      resolve(result);
    };
    const giveUp = (reason: string): void => {
      void upload.abort();
      settle(unreached(new Error(reason), DOING));
    };
    const onSent = (count: number, sentBytes: number): void => {
      if (isSettled) return;
      request.onBytes(count, sentBytes);
      if (!request.isHeadOnly || sentBytes < request.headBytes || sentBytes === request.zip.length) return;
      void upload.abort();
      settle({ status: 'paused' });
    };
    const onAbort = (): void => {
      giveUp('the uplink stops');
    };
    const stall = setTimeout(() => {
      giveUp(`nothing moved for ${options.stallTimeoutMs} ms`);
    }, options.stallTimeoutMs);

    const isOurs = request.uploadUrl !== null && new URL(request.uploadUrl).origin === endpoint.origin;
    const upload = new Upload(request.zip, {
      endpoint: endpoint.href,
      uploadUrl: isOurs ? request.uploadUrl : null,
      metadata: {
        digest: request.digest,
        gatewayId: options.gatewayId,
        // By it the cloud knows that the upload may rest there for long.
        ...(request.isHeadOnly ? { headBytes: String(request.headBytes) } : {}),
      },
      uploadDataDuringCreation: request.isLineSteady && !request.isHeadOnly && request.zip.length <= PART_BYTES,
      fingerprint: () => Promise.resolve(request.digest),
      storeFingerprintForResuming: false,
      chunkSize: request.isHeadOnly ? partOf(request.headBytes) : PART_BYTES,
      retryDelays: null,
      onBeforeRequest: async (outgoing) => {
        if (isSettled) throw new Error('the upload was given up');
        // The cloud chooses the upload's address, but the token is for the configured cloud alone.
        if (new URL(outgoing.getURL()).origin !== endpoint.origin)
          throw new Error(
            `the cloud put the upload at ${outgoing.getURL()}, outside ${endpoint.origin}; let the cloud answer with its public address`,
          );
        stall.refresh();
        outgoing.setHeader('Authorization', await options.authorise());
      },
      onAfterResponse: (asked, response) => {
        keepResumable(asked, response);
        if (asked.getMethod() === 'HEAD') onSent(0, Number(response.getHeader('upload-offset') ?? 0));
      },
      onProgress: () => {
        if (!isSettled) stall.refresh();
      },
      onChunkComplete: onSent,
      onUploadUrlAvailable: () => {
        if (!isSettled && upload.url !== null) request.saveUploadUrl(upload.url);
      },
      onSuccess: () => {
        settle({ status: 'uploaded' });
      },
      onError: (error) => {
        settle(readError(error));
      },
    });
    if (signal.aborted) onAbort();
    else {
      signal.addEventListener('abort', onAbort);
      upload.start();
    }
  });
}
