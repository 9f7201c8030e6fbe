import { createHash, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, readFile, rm } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import {
  EnrolmentRequest,
  type EntryReceipt,
  EvidenceManifest,
  type Receipt,
  SignedChainEntry,
  type SignedReceipt,
} from '@lamppost/contracts';
import { FileStore } from '@tus/file-store';
import { Server } from '@tus/server';
import { jwtVerify } from 'jose';
import { fromBufferPromise } from 'yauzl';
import { canonicalJson } from '../evidence/canonical-json.js';
import { keyIdOf } from '../evidence/key-id.js';

/** What the stand-in does wrong, or otherwise than usual; tests set it. */
export interface CloudBehaviour {
  /** Answers everything itself, like what may stand between; returns whether it did. */
  intercept: ((request: IncomingMessage, response: ServerResponse) => boolean) | null;
  /** Changes a receipt after it was signed. */
  forge: ((signed: SignedReceipt) => SignedReceipt) | null;
  /** Packages by digest that are refused. */
  readonly refused: Map<string, { code: string; detail: string }>;
  /** Digests of packages that somebody waits for. */
  wanted: readonly string[];
  /** Questions that are answered "being verified" before a receipt is given. */
  verifyingAnswers: number;
  /** Forgets packages whose upload is complete instead of taking them in. */
  forgetsUploads: boolean;
  /** Origin put before the path of an upload's address; null leaves it relative. */
  uploadOrigin: string | null;
}

/** A small cloud for tests of the uplink: real HTTP, real tus, real tokens and signatures. */
export interface StandInCloud {
  readonly port: number;
  readonly url: string;
  readonly code: string;
  readonly behaviour: CloudBehaviour;
  /** Digest of each package that was taken in, in order; a digest twice would be a second case. */
  readonly acceptances: string[];
  /** Digests of the entries of the chain that were recorded, in order. */
  readonly entries: string[];
  /** Methods and paths of the requests, in order. */
  readonly requests: string[];
  /** Forgets all uploads that are not complete. */
  loseUploads(): Promise<void>;
  /** Signs with the cloud's receipt key. */
  signReceipt(receipt: Receipt): SignedReceipt;
  close(): Promise<void>;
}

function send(response: ServerResponse, status: number, body: unknown, contentType = 'application/json'): void {
  response.writeHead(status, { 'content-type': contentType });
  response.end(JSON.stringify(body));
}

function sendProblem(response: ServerResponse, status: number, code: string, detail: string): void {
  send(response, status, { type: 'about:blank', title: code, status, detail, code }, 'application/problem+json');
}

async function readManifest(zip: Buffer): Promise<{ digest: string; manifest: EvidenceManifest }> {
  const file = await fromBufferPromise(zip);
  for await (const entry of file.eachEntry()) {
    if (entry.fileName !== 'manifest.json') continue;
    const bytes = await buffer(await file.openReadStreamPromise(entry));
    const digest = createHash('sha256').update(bytes).digest('hex');
    return { digest, manifest: EvidenceManifest.parse(JSON.parse(bytes.toString('utf8'))) };
  }
  throw new Error('the package has no manifest');
}

/** Starts the stand-in on the loopback interface, with its uploads below `directory`. */
export async function startStandInCloud(directory: string): Promise<StandInCloud> {
  const uploads = join(directory, 'uploads');
  await mkdir(uploads, { recursive: true });
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const receiptKey = publicKey.export({ type: 'spki', format: 'der' }).toString('base64');
  const code = 'one-time-code-for-pole-1';
  const gateways = new Map<string, string>();
  const receipts = new Map<string, SignedReceipt>();
  const acceptances: string[] = [];
  const entries: string[] = [];
  const requests: string[] = [];
  const behaviour: CloudBehaviour = {
    intercept: null,
    forge: null,
    refused: new Map(),
    wanted: [],
    verifyingAnswers: 0,
    forgetsUploads: false,
    uploadOrigin: null,
  };

  const signReceipt = <Of extends Receipt | EntryReceipt>(receipt: Of) => ({
    receipt,
    keyId: keyIdOf(receiptKey),
    signature: sign(null, canonicalJson(receipt), privateKey).toString('base64'),
  });

  const takeIn = (digest: string, { gatewayId, sequence }: EvidenceManifest): void => {
    acceptances.push(digest);
    const caseId = `case-${acceptances.length}`;
    const receipt = { digest, gatewayId, sequence, caseId, acceptedAtMs: Date.parse('2026-06-01T00:00:00Z') };
    receipts.set(digest, signReceipt({ schema: 'lamppost.receipt/1', ...receipt }));
  };

  const tus = new Server({
    path: '/api/v1/uploads',
    datastore: new FileStore({ directory: uploads }),
    relativeLocation: true,
    generateUrl: (_request, { path, id }) => `${behaviour.uploadOrigin ?? ''}${path}/${id}`,
    onUploadFinish: async (_request, upload) => {
      const zip = await readFile(join(uploads, upload.id));
      const { digest, manifest } = await readManifest(zip);
      if (digest !== upload.metadata?.digest) throw new Error('the upload is not the package it says');
      if (!behaviour.forgetsUploads) takeIn(digest, manifest);
      return {};
    },
  });

  const isAuthorised = async (request: IncomingMessage): Promise<boolean> => {
    const [, token = ''] = (request.headers.authorization ?? '').split(' ');
    for (const [gatewayId, key] of gateways) {
      const spki = createPublicKey({ key: Buffer.from(key, 'base64'), format: 'der', type: 'spki' });
      try {
        const { protectedHeader, payload } = await jwtVerify(token, spki, {
          issuer: gatewayId,
          audience: 'lamppost-cloud',
          algorithms: ['EdDSA'],
          maxTokenAge: 300,
          requiredClaims: ['exp'],
        });
        return protectedHeader.kid === keyIdOf(key) && (payload.exp ?? 0) - (payload.iat ?? 0) <= 300;
      } catch {
        continue;
      }
    }
    return false;
  };

  const enrol = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const wanted = EnrolmentRequest.parse(JSON.parse(await text(request)));
    const known = gateways.get(wanted.gatewayId);
    if (wanted.code !== code || (known !== undefined && known !== wanted.publicKey)) {
      sendProblem(response, 403, 'enrolment.code-wrong', 'no such code, or it is used');
      return;
    }
    gateways.set(wanted.gatewayId, wanted.publicKey);
    send(response, 201, { gatewayId: wanted.gatewayId, receiptKey });
  };

  const answerReceipt = (digest: string, response: ServerResponse): void => {
    const refusal = behaviour.refused.get(digest);
    const signed = receipts.get(digest);
    if (signed === undefined) sendProblem(response, 404, 'package.unknown', 'no such package');
    else if (refusal !== undefined) sendProblem(response, 422, refusal.code, refusal.detail);
    else if (behaviour.verifyingAnswers > 0) {
      behaviour.verifyingAnswers -= 1;
      send(response, 202, {});
    } else send(response, 200, behaviour.forge === null ? signed : behaviour.forge(signed));
  };

  const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', url = '' } = request;
    requests.push(`${method} ${url}`);
    if (behaviour.intercept?.(request, response) === true) return;
    if (url === '/api/v1/gateways/enrol') {
      await enrol(request, response);
      return;
    }
    if (!(await isAuthorised(request))) {
      sendProblem(response, 401, 'device.key-unknown', 'no gateway has this key');
      return;
    }
    if (url === '/api/v1/chain-entries') {
      const { entry } = SignedChainEntry.parse(JSON.parse(await text(request)));
      const { gatewayId, sequence } = entry;
      const digest = createHash('sha256').update(canonicalJson(entry)).digest('hex');
      entries.push(digest);
      const acceptedAtMs = Date.parse('2026-06-01T00:00:00Z');
      send(
        response,
        200,
        signReceipt({ schema: 'lamppost.entry-receipt/1', digest, gatewayId, sequence, acceptedAtMs }),
      );
      return;
    }
    if (url === '/api/v1/packages/wanted') {
      send(response, 200, { digests: behaviour.wanted });
      return;
    }
    const [, digest] = /^\/api\/v1\/packages\/([0-9a-f]{64})\/receipt$/.exec(url) ?? [];
    if (digest === undefined) await tus.handle(request, response);
    else answerReceipt(digest, response);
  };

  const server = createServer((request, response) => {
    handle(request, response).catch((error: unknown) => {
      if (!response.headersSent) sendProblem(response, 500, 'service.failed', String(error));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;

  return {
    port,
    url: `http://127.0.0.1:${port}`,
    code,
    behaviour,
    acceptances,
    entries,
    requests,
    signReceipt,
    loseUploads: async () => {
      await rm(uploads, { recursive: true, force: true });
      await mkdir(uploads, { recursive: true });
    },
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
