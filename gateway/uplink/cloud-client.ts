import {
  type CloudReminder,
  CloudReminderReceipt,
  EnrolmentResponse,
  GatewayReportAnswer,
  SignedEntryReceipt,
  SignedReceipt,
  WantedPackages,
  type EnrolmentRequest,
  type GatewayReport,
  type Sha256Hex,
  type SignedChainEntry,
} from '@lamppost/contracts';
import type { Clock } from '../clock.js';
import type { DeviceKey } from '../evidence/device-key.js';
import type {
  EnrolResult,
  EntryResult,
  ReceiptResult,
  RemindResult,
  ReportResult,
  Retryable,
  Unauthorised,
  UploadResult,
  WantedResult,
} from './cloud-result.js';
import { withDeadline } from './deadline.js';
import { signDeviceToken } from './device-token.js';
import { TokenKeys } from './token-keys.js';
import { parseJson, parseProblem, readFailure, retryable, unreached, type CloudAnswer } from './read-answer.js';
import { uploadPackage, type UploadRequest } from './upload-package.js';
import { decodeReceiptKey } from './verify-receipt.js';

/** What the client needs. */
export interface CloudClientOptions {
  /** Root of the cloud, e.g. `https://cloud.example`; a path in it is kept. Its certificate authority comes by NODE_EXTRA_CA_CERTS. */
  readonly cloudUrl: string;
  readonly gatewayId: string;
  readonly key: DeviceKey;
  /** Signs tokens; {@link CloudClientOptions.key} alone does where this is left out. */
  readonly tokenKeys?: TokenKeys;
  readonly clock: Clock;
  /** Time for a whole request that is no upload. Default {@link DEFAULT_REQUEST_TIMEOUT_MS}. */
  readonly requestTimeoutMs?: number;
  /** Time without any movement after which an upload is given up. Default {@link DEFAULT_STALL_TIMEOUT_MS}. */
  readonly stallTimeoutMs?: number;
}

/** A request that the client has no name for. */
export interface CloudRequest {
  /** Below the root of the cloud, with the query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent by POST; left out, it is a GET. */
  readonly json?: object;
  /** What is being done, for the words of an error. */
  readonly doing: string;
  /** Bytes of the answer, at most; 64 KiB by default. */
  readonly maxBytes?: number;
}

/** The cloud as the gateway sees it. Whatever the network or the cloud does comes back as a value. */
export interface CloudClient {
  /** Presents the one-time code and the public key. */
  enrol(code: string, signal: AbortSignal): Promise<EnrolResult>;
  /** Asks what the cloud made of a package. */
  findReceipt(digest: Sha256Hex, signal: AbortSignal): Promise<ReceiptResult>;
  /** Asks which packages somebody waits for of which the cloud has but the part before the clip. */
  findWanted(signal: AbortSignal): Promise<WantedResult>;
  /** Has the cloud keep an entry of the chain that is no package; again and again it is the same entry. */
  recordEntry(signed: SignedChainEntry, signal: AbortSignal): Promise<EntryResult>;
  /** Has the cloud remind a party; again and again it is the same reminder. */
  remind(reminder: CloudReminder, signal: AbortSignal): Promise<RemindResult>;
  /** Tells the cloud how the gateway is. */
  report(report: GatewayReport, signal: AbortSignal): Promise<ReportResult>;
  /** Asks something of the cloud beside these; what the answer means is for the asker to say, but for a token that is not taken. */
  request(request: CloudRequest, signal: AbortSignal): Promise<CloudAnswer | Unauthorised | Retryable>;
  /** Uploads a package, or the rest of it. */
  upload(request: UploadRequest, signal: AbortSignal): Promise<UploadResult>;
}

/** Used unless {@link CloudClientOptions.requestTimeoutMs} is given. */
export const DEFAULT_REQUEST_TIMEOUT_MS = 20_000;
/** Used unless {@link CloudClientOptions.stallTimeoutMs} is given; the cloud verifies a package before it answers its last part. */
export const DEFAULT_STALL_TIMEOUT_MS = 60_000;
/** No answer that we wait for is longer. */
const MAX_ANSWER_BYTES = 65_536;

async function readBody(response: Response, maxBytes: number): Promise<string> {
  const chunks: Uint8Array[] = [];
  let total = 0;
  for await (const chunk of (response.body ?? []) as AsyncIterable<Uint8Array>) {
    total += chunk.length;
    if (total > maxBytes) throw new Error(`the answer is longer than ${maxBytes} bytes`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** Builds the client over HTTP; see {@link CloudClient}. */
export function createCloudClient(options: CloudClientOptions): CloudClient {
  const { gatewayId, key, clock, tokenKeys = new TokenKeys(key) } = options;
  const root = new URL(options.cloudUrl.replace(/\/*$/, '/'));
  const requestTimeoutMs = options.requestTimeoutMs ?? DEFAULT_REQUEST_TIMEOUT_MS;
  const stallTimeoutMs = options.stallTimeoutMs ?? DEFAULT_STALL_TIMEOUT_MS;

  const authorise = (): Promise<string> =>
    Promise.resolve(`Bearer ${signDeviceToken({ key: tokenKeys.current(), gatewayId, nowMs: clock.nowMs() })}`);
  const noteRefusal = <Result extends { readonly status: string }>(result: Result): Result => {
    if (result.status === 'unauthorised') tokenKeys.refused();
    return result;
  };

  const send = (
    path: string,
    init: RequestInit,
    signal: AbortSignal,
    maxBytes = MAX_ANSWER_BYTES,
  ): Promise<CloudAnswer> =>
    withDeadline({ timeoutMs: requestTimeoutMs, signal }, async (deadline) => {
      // A captive portal redirects; the cloud does not.
      const response = await fetch(new URL(path, root), { ...init, redirect: 'error', signal: deadline });
      return {
        status: response.status,
        contentType: response.headers.get('content-type'),
        retryAfter: response.headers.get('retry-after'),
        etag: response.headers.get('etag'),
        body: await readBody(response, maxBytes),
      };
    });

  const post = async (
    path: string,
    body: unknown,
    doing: string,
    signal: AbortSignal,
  ): Promise<CloudAnswer | Retryable> => {
    try {
      const headers = { authorization: await authorise(), 'content-type': 'application/json' };
      return await send(path, { method: 'POST', headers, body: JSON.stringify(body) }, signal);
    } catch (error) {
      return unreached(error, doing);
    }
  };

  return {
    enrol: async (code, signal) => {
      const doing = 'enrolling this gateway';
      const body = JSON.stringify({ gatewayId, code, publicKey: key.publicKey } satisfies EnrolmentRequest);
      let answer: CloudAnswer;
      try {
        const headers = { 'content-type': 'application/json' };
        answer = await send('api/v1/gateways/enrol', { method: 'POST', headers, body }, signal);
      } catch (error) {
        return unreached(error, doing);
      }
      const response = EnrolmentResponse.safeParse(parseJson(answer.body)).data;
      const isSuccess = answer.status >= 200 && answer.status < 300;
      if (isSuccess && response?.gatewayId === gatewayId && decodeReceiptKey(response.receiptKey) !== null)
        return { status: 'enrolled', response };
      const problem = parseProblem(answer);
      const isFinal = answer.status >= 400 && answer.status < 500 && answer.status !== 408 && answer.status !== 429;
      return isFinal && problem !== null
        ? { status: 'rejected', code: problem.code, detail: problem.detail }
        : retryable(answer, doing);
    },

    findReceipt: async (digest, signal) => {
      const doing = 'asking for a receipt';
      let answer: CloudAnswer;
      try {
        const headers = { authorization: await authorise() };
        answer = await send(`api/v1/packages/${digest}/receipt`, { headers }, signal);
      } catch (error) {
        return unreached(error, doing);
      }
      switch (answer.status) {
        case 200: {
          const receipt = SignedReceipt.safeParse(parseJson(answer.body));
          return receipt.success ? { status: 'accepted', receipt: receipt.data } : retryable(answer, doing);
        }
        case 202:
          return { status: 'verifying' };
        case 404:
          // Without a problem in it, it is not the cloud that answers.
          return parseProblem(answer) === null ? retryable(answer, doing) : { status: 'unknown' };
        default:
          return noteRefusal(readFailure(answer, doing));
      }
    },

    findWanted: async (signal) => {
      const doing = 'asking which packages are wanted';
      let answer: CloudAnswer;
      try {
        answer = await send('api/v1/packages/wanted', { headers: { authorization: await authorise() } }, signal);
      } catch (error) {
        return unreached(error, doing);
      }
      const wanted = WantedPackages.safeParse(parseJson(answer.body));
      if (answer.status === 200 && wanted.success) return { status: 'wanted', digests: wanted.data.digests };
      // A cloud from before this question has no such place.
      if (answer.status === 404 && parseProblem(answer) !== null) return { status: 'wanted', digests: [] };
      const failure = noteRefusal(readFailure(answer, doing));
      return failure.status === 'rejected' ? retryable(answer, doing) : failure;
    },

    recordEntry: async (signed, signal) => {
      const doing = 'recording an entry of the chain';
      const answer = await post('api/v1/chain-entries', signed, doing, signal);
      if (answer.status !== 200) return 'cause' in answer ? answer : noteRefusal(readFailure(answer, doing));
      const receipt = SignedEntryReceipt.safeParse(parseJson(answer.body));
      return receipt.success ? { status: 'accepted', receipt: receipt.data } : retryable(answer, doing);
    },

    remind: async (reminder, signal) => {
      const doing = 'sending a reminder';
      const answer = await post('api/v1/reminders', reminder, doing, signal);
      if (answer.status !== 200) return 'cause' in answer ? answer : noteRefusal(readFailure(answer, doing));
      const receipt = CloudReminderReceipt.safeParse(parseJson(answer.body));
      return receipt.success && receipt.data.reminderId === reminder.reminderId
        ? { status: 'accepted', receipt: receipt.data }
        : retryable(answer, doing);
    },

    report: async (report, signal) => {
      const doing = 'reporting to the cloud';
      const answer = await post('api/v1/gateways/report', report, doing, signal);
      // A refused token is for the uplink to act upon: both would change the key that is tried next.
      if (answer.status !== 200) return 'cause' in answer ? answer : readFailure(answer, doing);
      return GatewayReportAnswer.safeParse(parseJson(answer.body)).success
        ? { status: 'taken' }
        : retryable(answer, doing);
    },

    request: async ({ path, headers: more = {}, json, doing, maxBytes }, signal) => {
      try {
        const headers = { ...more, authorization: await authorise() };
        const init =
          json === undefined
            ? { headers }
            : {
                method: 'POST',
                headers: { ...headers, 'content-type': 'application/json' },
                body: JSON.stringify(json),
              };
        const answer = await send(path, init, signal, maxBytes);
        if (answer.status !== 401 && answer.status !== 403) return answer;
        // To act upon it is for the uplink: both would change the key that is tried next.
        const failure = readFailure(answer, doing);
        return failure.status === 'rejected' ? retryable(answer, doing) : failure;
      } catch (error) {
        return unreached(error, doing);
      }
    },

    upload: async (request, signal) =>
      noteRefusal(
        await uploadPackage(request, {
          endpoint: new URL('api/v1/uploads', root),
          gatewayId,
          authorise,
          stallTimeoutMs,
          signal,
        }),
      ),
  };
}
