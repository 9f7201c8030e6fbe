import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { type IncomingMessage, type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createUploadServer } from '@lamppost/cloud-api';
import { systemClock, uploadPackage } from '@lamppost/gateway';
import { pino } from 'pino';
import { type BenchResult, figureOf } from './bench-report.js';
import type { BenchSettings } from './bench-settings.js';
import { alternate, spreadOf } from './spread.js';

const PACKAGE_BYTES = 1_000_000;
const GATEWAY_ID = 'pole-1';
const log = pino({ level: 'silent' });

async function listen(server: Server): Promise<URL> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return new URL(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
}

function toWebRequest(request: IncomingMessage): Request {
  const headers = Object.entries(request.headers).flatMap(([name, value]): [string, string][] =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  const url = new URL(request.url ?? '/', 'http://cloud.invalid');
  const { method = 'GET' } = request;
  return method === 'PATCH' || method === 'POST'
    ? new Request(url, { method, headers, body: Readable.toWeb(request), duplex: 'half' })
    : new Request(url, { method, headers });
}

async function sync(path: string): Promise<void> {
  const file = await open(path, 'r');
  await file.sync();
  await file.close();
}

/** The cloud's upload server, which hands each complete package on as one that is on the disk. */
async function startTus(folder: string): Promise<{ url: URL; close: () => Promise<void> }> {
  const uploads = createUploadServer({
    folder,
    maxPackageBytes: 64_000_000,
    publicUrl: null,
    ingest: {
      takeIn: async ({ file, digest }) => {
        await sync(file);
        await rename(file, join(folder, '..', `tus-${digest}`));
        return { status: 'unknown' };
      },
    },
    metrics: { uploadsDropped: { inc: () => undefined } },
    clock: systemClock,
    log,
  });
  const server = createServer((request, response) => {
    uploads.handle(toWebRequest(request), GATEWAY_ID).then(
      ({ status, headers }) => response.writeHead(status, headers).end(),
      (error: unknown) => response.writeHead(500).end(String(error)),
    );
  });
  const url = await listen(server);
  return {
    url,
    close: async () => {
      await uploads.close();
      server.closeAllConnections();
      server.close();
    },
  };
}

/** The least that a server can do with a package that is put. */
async function startPut(folder: string): Promise<{ url: URL; close: () => Promise<void> }> {
  const server = createServer((request, response) => {
    const file = join(folder, (request.url ?? '/').slice(1));
    pipeline(request, createWriteStream(file))
      .then(() => sync(file))
      .then(
        () => response.writeHead(204).end(),
        (error: unknown) => response.writeHead(500).end(String(error)),
      );
  });
  const url = await listen(server);
  return {
    url,
    close: async () => {
      server.closeAllConnections();
      server.close();
      return Promise.resolve();
    },
  };
}

/** How many packages a second come through tus to the cloud's disk, against a bare HTTP PUT. */
export async function benchUplink({ isQuick, scratch, onProgress }: BenchSettings): Promise<BenchResult> {
  const [rounds, count] = isQuick ? [1, 3] : [9, 60];
  const zip = randomBytes(PACKAGE_BYTES);
  const folder = join(scratch, 'uploads');
  await mkdir(folder);
  const [tus, put] = [await startTus(folder), await startPut(scratch)];
  const signal = new AbortController().signal;
  const perSecond = async (send: (digest: string) => Promise<void>): Promise<number> => {
    const digests = Array.from({ length: count }, () => randomBytes(32).toString('hex'));
    const beganMs = performance.now();
    for (const digest of digests) await send(digest);
    const rate = (count * 1000) / (performance.now() - beganMs);
    for (const digest of digests)
      for (const name of [`tus-${digest}`, digest]) await rm(join(scratch, name), { force: true });
    return rate;
  };
  const endpoint = new URL('/api/v1/uploads', tus.url);
  const options = {
    endpoint,
    gatewayId: GATEWAY_ID,
    authorise: () => Promise.resolve('none'),
    stallTimeoutMs: 60_000,
    signal,
  };
  const ignore = () => undefined;
  onProgress(`${rounds} rounds of ${count} packages`);
  try {
    const runs = await alternate(rounds, {
      tus: () =>
        perSecond(async (digest) => {
          const whole = { headBytes: zip.length, isHeadOnly: false, isLineSteady: true };
          const request = { digest, zip, ...whole, uploadUrl: null, saveUploadUrl: ignore, onBytes: ignore };
          const sent = await uploadPackage(request, options);
          if (sent.status !== 'uploaded') throw new Error(`a package was not uploaded: ${JSON.stringify(sent)}`);
        }),
      put: () =>
        perSecond(async (digest) => {
          const answer = await fetch(new URL(digest, put.url), { method: 'PUT', body: zip });
          if (answer.status !== 204) throw new Error(`a package was not put: ${await answer.text()}`);
        }),
    });
    const shares = runs.tus.map((rate, round) => rate / (runs.put[round] ?? NaN));
    return {
      question:
        'How many packages a second come through tus to the cloud’s disk, against a bare HTTP PUT of the same bytes?',
      method: `One after another, ${count} packages of ${PACKAGE_BYTES} bytes a round, client and server in one process: the gateway's upload over a steady line (creation with what is of one MiB, else one PATCH for each MiB) to the cloud's upload server, and fsync before the last answer; what the cloud does with a package afterwards is left out. Beside it, in turns: fetch with PUT to a server that streams the body into a file and fsyncs it. result = median over the rounds of the rate by tus / the rate by PUT.`,
      result: spreadOf(shares).median,
      unit: 'of the bare rate',
      aim: { comparison: 'at least', limit: 0.6 },
      figures: [
        figureOf('tus', 'packages/s', runs.tus),
        figureOf('bare PUT', 'packages/s', runs.put),
        figureOf('share', 'of the bare rate', shares),
      ],
      facts: { packageBytes: PACKAGE_BYTES, packagesPerRound: count, rounds },
    };
  } finally {
    await tus.close();
    await put.close();
  }
}
